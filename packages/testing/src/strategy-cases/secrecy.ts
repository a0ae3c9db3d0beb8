import type { Authorization, AuthStrategy } from "@x/sentry-core";
import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { check } from "../cases/expectations.ts";
import { someRequest } from "../cases/some-request.ts";
import { exposure } from "../leaks/exposure.ts";
import type { StrategyCapability, StrategySubject, ValidSecret } from "./strategy-subject.ts";

/** The secret as it was given, and as it travels. */
function secretForms({ secret, header }: ValidSecret): readonly string[] {
  return [secret, header, header.slice(header.indexOf(" ") + 1)];
}

async function checkHidden(
  { create, valid }: StrategySubject,
  pick: (strategy: AuthStrategy, authorization: Authorization) => unknown,
  what: string,
  make: (secret: string) => AuthStrategy = create,
): Promise<void> {
  for (const secret of valid) {
    const strategy = make(secret.secret);
    const authorization = await strategy.authorize(someRequest);
    const place = exposure(pick(strategy, authorization), secretForms(secret));
    check(place === undefined, `${what} shows the secret in ${place}, where \`it\` is the ${what}`);
  }
}

/** What can be printed without a secret in it. */
export const strategySecrecyCases: readonly ConformanceCase<StrategySubject, StrategyCapability>[] = [
  defineCase("shows nothing of a fixed secret", (subject) => checkHidden(subject, (strategy) => strategy, "strategy")),

  defineCase(
    "shows nothing of a secret that a function gave",
    (subject) =>
      checkHidden(
        subject,
        (strategy) => strategy,
        "strategy",
        (secret) => subject.create(() => Promise.resolve(secret)),
      ),
    "secret-function",
  ),

  defineCase(
    "gives authorizations that show nothing of the secret",
    (subject) => checkHidden(subject, (_, authorization) => authorization, "authorization"),
    "hidden-authorization",
  ),
];
