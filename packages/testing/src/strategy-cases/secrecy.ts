import type { Authorization, AuthStrategy } from "@x/sentry-core";
import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { check } from "../cases/expectations.ts";
import { someRequest } from "../cases/some-request.ts";
import { findLeaks } from "../leaks/find-leaks.ts";
import type { StrategyCapability, StrategySubject } from "./strategy-subject.ts";

async function checkHidden(
  { create, valid, hidden = (secret) => [secret] }: StrategySubject,
  pick: (strategy: AuthStrategy, authorization: Authorization) => unknown,
  what: string,
  make: (secret: string) => AuthStrategy = create,
): Promise<void> {
  for (const { secret } of valid) {
    const strategy = make(secret);
    const authorization = await strategy.authorize(someRequest);
    const deliberate = (owner: object, key: PropertyKey): boolean => owner === authorization && key === "header";
    const [leak] = findLeaks({ it: pick(strategy, authorization) }, { secrets: hidden(secret), deliberate });
    check(
      leak === undefined,
      `the ${what} shows the secret (${leak?.form}) at ${leak?.path}, where "it" is the ${what}`,
    );
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
