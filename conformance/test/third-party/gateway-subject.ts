import type { StrategySubject } from "@x/sentry-testing";
import { gatewayAuth } from "./gateway-auth.ts";

export const gateway: StrategySubject = {
  name: "gateway",
  create: (token, origin) => gatewayAuth({ token, origin }),
  valid: [
    { secret: "gw_0123456789abcdef", header: "Gateway gw_0123456789abcdef", origins: ["https://sentry.acme.com"] },
    { secret: "gw_fedcba9876543210", header: "Gateway gw_fedcba9876543210", origins: ["https://sentry.acme.com"] },
  ],
  invalid: ["sntryu_0123456789abcdef"],
  lacks: { server: "Sentry itself does not know the gateway's tokens" },
};
