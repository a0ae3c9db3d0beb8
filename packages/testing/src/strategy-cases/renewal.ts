import { afterBrake } from "../cases/clock.ts";
import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { authErrorOf, check, checkEqual } from "../cases/expectations.ts";
import { headerOf, provider, renewedHeader } from "../cases/secret-functions.ts";
import { someRequest } from "../cases/some-request.ts";
import type { StrategyCapability, StrategySubject } from "./strategy-subject.ts";

/** Secrets that change. */
export const strategyRenewalCases: readonly ConformanceCase<StrategySubject, StrategyCapability>[] = [
  defineCase(
    "calls the secret's function at the first request, once, and keeps the value",
    async ({ create, valid: [one, two] }) => {
      const { secret, calls } = provider(one.secret, two.secret);
      const strategy = create(secret);
      checkEqual(calls(), 0, "the number of calls before the first request");
      const headers = await Promise.all([headerOf(strategy), headerOf(strategy), headerOf(strategy)]);
      check(
        headers.every((header) => header === one.header),
        "not every waiting request got the first value",
      );
      checkEqual(await headerOf(strategy), one.header, "the header of a later request");
      checkEqual(calls(), 1, "the number of calls");
    },
    "secret-function",
  ),

  defineCase(
    "renews once for all whose value was rejected",
    async ({ create, valid: [one, two] }) => {
      const { secret, calls } = provider(one.secret, two.secret, one.secret);
      const strategy = create(secret);
      const rejected = await strategy.authorize(someRequest);
      const headers = await afterBrake(() => Promise.all([1, 2, 3].map(() => renewedHeader(strategy, rejected))));
      check(
        headers.every((header) => header === two.header),
        "not everybody got the renewed value",
      );
      checkEqual(calls(), 2, "the number of calls");
      checkEqual(await headerOf(strategy), two.header, "the header of a later request");
    },
    "secret-function",
  ),

  defineCase(
    "handles a late rejection of an older value with the current one, without calling the function",
    async ({ create, valid: [one, two] }) => {
      const { secret, calls } = provider(one.secret, two.secret, one.secret);
      const strategy = create(secret);
      const rejected = await strategy.authorize(someRequest);
      await afterBrake(() => renewedHeader(strategy, rejected));
      checkEqual(await renewedHeader(strategy, rejected), two.header, "the header after the late rejection");
      checkEqual(calls(), 2, "the number of calls");
    },
    "secret-function",
  ),

  defineCase(
    "fails with the function's reason as cause, and forgets the failure",
    async ({ create, valid: [one] }) => {
      const reason = new Error("the vault is sealed");
      const { secret, calls } = provider(reason, one.secret);
      const strategy = create(secret);
      const error = await authErrorOf(() => headerOf(strategy), "ERR_SECRET_UNAVAILABLE", "the first request");
      check(error.cause === reason, "the cause is not what the function failed with");
      checkEqual(await afterBrake(() => headerOf(strategy)), one.header, "the header of the next request");
      checkEqual(calls(), 2, "the number of calls");
    },
    "secret-function",
  ),

  defineCase(
    "reports a function that throws at once as one that rejects",
    async ({ create }) => {
      const reason = new Error("the file is gone");
      const strategy = create(() => {
        throw reason;
      });
      const error = await authErrorOf(() => headerOf(strategy), "ERR_SECRET_UNAVAILABLE", "the request");
      check(error.cause === reason, "the cause is not what the function threw");
    },
    "secret-function",
  ),
];
