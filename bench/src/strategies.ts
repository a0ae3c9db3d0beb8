import { bearerAuth } from "@x/sentry-bearer";
import { loadModules } from "../../conformance/src/subjects.ts";
import { token } from "./requests.ts";

const bearer = bearerAuth({ token });
const others = (await loadModules()).flatMap(({ strategy }) => {
  // The requests go to Sentry's own origin, with a secret that is sent as it is.
  const fixed = strategy?.secretOf && strategy.valid.find(({ origins }) => origins === undefined);
  return fixed && strategy.name !== bearer.name ? [strategy.create(fixed.secret)] : [];
});

/** Every strategy that sends one secret, `bearerAuth` first. */
export const strategies = [bearer, ...others] as const;
