import { afterBrake } from "../cases/clock.ts";
import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { check, checkEqual } from "../cases/expectations.ts";
import { finalRejections, renewableRejections } from "../cases/rejections.ts";
import { provider } from "../cases/secret-functions.ts";
import { someRequest } from "../cases/some-request.ts";
import type { StrategyCapability, StrategySubject } from "./strategy-subject.ts";

/** Which 401s renew. */
export const strategyRefusalCases: readonly ConformanceCase<StrategySubject, StrategyCapability>[] = [
  defineCase(
    "renews after each refusal that another secret may fix",
    async ({ create, valid: [one, two] }) => {
      for (const [what, rejection] of Object.entries(renewableRejections)) {
        const strategy = create(provider(one.secret, two.secret).secret);
        const rejected = await strategy.authorize(someRequest);
        const renewed = await afterBrake(async () => strategy.renew?.(rejected, someRequest, rejection));
        checkEqual(renewed?.header, two.header, `the header after a refusal with ${what}`);
      }
    },
    "secret-function",
    "sentry-refusals",
  ),

  defineCase(
    "calls no function after a refusal that no secret fixes",
    async ({ create, valid: [one, two] }) => {
      for (const [what, rejection] of Object.entries(finalRejections)) {
        const { secret, calls } = provider(one.secret, two.secret);
        const strategy = create(secret);
        const rejected = await strategy.authorize(someRequest);
        const renewed = await afterBrake(async () => strategy.renew?.(rejected, someRequest, rejection));
        check(renewed === undefined, `it renewed after a refusal with ${what}`);
        checkEqual(calls(), 1, `the number of calls after a refusal with ${what}`);
      }
    },
    "secret-function",
    "sentry-refusals",
  ),
];
