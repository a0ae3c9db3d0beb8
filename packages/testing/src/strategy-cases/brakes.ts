import type { AuthStrategy, ProvidedSecret, SecretContext } from "@x/sentry-core";
import { afterBrake, at, withClock } from "../cases/clock.ts";
import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { authErrorOf, check, checkEqual, failureOf } from "../cases/expectations.ts";
import { headerOf, invalidToken, provider, renewedHeader } from "../cases/secret-functions.ts";
import { someRequest } from "../cases/some-request.ts";
import type { StrategyCapability, StrategySubject } from "./strategy-subject.ts";

const HOUR = 60 * 60 * 1000;

/** How often a secret's function is called, and what it is told. The cases set the clock. */
export const strategyBrakeCases: readonly ConformanceCase<StrategySubject, StrategyCapability>[] = [
  defineCase(
    "passes the reason and a signal to the secret's function",
    ({ create, valid: [one, two] }) =>
      withClock(async (pass) => {
        const reasons: string[] = [];
        const strategy = create((context: SecretContext): ProvidedSecret => {
          check(context.signal instanceof AbortSignal && !context.signal.aborted, "the context has no signal");
          reasons.push(context.reason);
          return { value: (reasons.length % 2 === 0 ? two : one).secret, expiresAt: Date.now() + HOUR };
        });
        await headerOf(strategy);
        await pass(HOUR - 5_000);
        await headerOf(strategy);
        await pass(1_000);
        await strategy.renew?.(await strategy.authorize(someRequest), someRequest, invalidToken);
        await pass(HOUR);
        await headerOf(strategy);
        checkEqual(reasons.join(", "), "first, expiring, rejected, expired", "the reasons");
      }),
    "secret-function",
    "expires-at",
    "sentry-refusals",
  ),

  defineCase(
    "fails after thirty seconds without a secret, aborts the function's signal, and calls it again",
    ({ create, valid: [one] }) =>
      withClock(async (pass) => {
        const signals: AbortSignal[] = [];
        const strategy = create(({ signal }: SecretContext) => {
          signals.push(signal);
          return signals.length === 1 ? new Promise<string>(() => {}) : one.secret;
        });
        const failures: unknown[] = [];
        for (const request of [1, 2]) {
          void failureOf(() => strategy.authorize(someRequest), `request ${request}`).then((error) =>
            failures.push(error),
          );
        }
        await pass(29_999);
        checkEqual(signals.length, 1, "the number of calls");
        checkEqual(failures.length, 0, "the number of requests that failed before the thirty seconds");
        check(signals[0]?.aborted === false, "the signal aborted before the thirty seconds");
        await pass(1);
        checkEqual(failures.length, 2, "the number of requests that failed after thirty seconds of setTimeout's clock");
        for (const error of failures) {
          await authErrorOf(() => Promise.reject(error), "ERR_SECRET_UNAVAILABLE", "a request after thirty seconds");
        }
        check(signals[0].aborted, "the signal has not aborted after thirty seconds");
        await pass(1_000);
        checkEqual(await headerOf(strategy), one.header, "the header a second later");
      }),
    "secret-function",
  ),

  defineCase(
    "calls a failing function once a second at most, and reports the failure meanwhile",
    async ({ create, valid: [one] }) => {
      const reason = new Error("the vault is sealed");
      const { secret, calls } = provider(reason, one.secret);
      const strategy = create(secret);
      const now = Date.now();
      await at(now, async () => {
        for (const request of [1, 2, 3, 4]) {
          const error = await authErrorOf(() => headerOf(strategy), "ERR_SECRET_UNAVAILABLE", `request ${request}`);
          check(error.cause === reason, `the cause of request ${request} is not the function's own error`);
        }
      });
      checkEqual(calls(), 1, "the number of calls within a second");
      checkEqual(await at(now + 1_000, () => headerOf(strategy)), one.header, "the header a second later");
    },
    "secret-function",
  ),

  defineCase(
    "uses a value for a second that has expired when it arrives",
    async ({ create, valid: [one, two] }) => {
      const now = Date.now();
      const { secret, calls } = provider({ value: one.secret, expiresAt: now - HOUR }, two.secret);
      const strategy = create(secret);
      await at(now, async () => {
        for (const request of [1, 2, 3])
          checkEqual(await headerOf(strategy), one.header, `the header of request ${request}`);
      });
      checkEqual(calls(), 1, "the number of calls within a second");
      checkEqual(await at(now + 1_000, () => headerOf(strategy)), two.header, "the header a second later");
    },
    "secret-function",
    "expires-at",
  ),

  defineCase(
    "does not ask again for five seconds for a value that the function just returned again",
    async ({ create, valid: [one] }) => {
      const { secret, calls } = provider(one.secret);
      const strategy = create(secret);
      const now = Date.now();
      const rejected = await at(now, async () => strategy.authorize(someRequest));
      for (const after of [1_000, 2_000, 3_000, 5_000]) await at(now + after, () => renewedHeader(strategy, rejected));
      checkEqual(calls(), 2, "the number of calls within five seconds");
      await at(now + 7_000, () => renewedHeader(strategy, rejected));
      checkEqual(calls(), 3, "the number of calls after seven seconds");
    },
    "secret-function",
    "sentry-refusals",
  ),

  defineCase(
    "knows where the credential may go before it has a secret, if `origin` is given",
    async ({ create, valid: [one] }) => {
      const { secret, calls } = provider(one.secret);
      const origin = "https://sentry.acme.com";
      checkEqual(create(secret, origin).origins?.join(), origin, "the strategy's origins");
      checkEqual(calls(), 0, "the number of calls to the secret's function");
    },
    "secret-function",
    "options.origin",
  ),

  defineCase("freezes itself and its authorizations", async ({ create, valid, lacks }) => {
    const [{ secret }] = valid;
    const strategies: AuthStrategy[] = [create(secret)];
    if (lacks?.["secret-function"] === undefined) strategies.push(create(() => secret));
    for (const strategy of strategies) {
      check(Object.isFrozen(strategy), "the strategy can be changed");
      const authorization = await strategy.authorize(someRequest);
      check(Object.isFrozen(authorization), "the authorization can be changed");
      check(Object.isFrozen(authorization.origins), "the list of the authorization's origins can be changed");
    }
  }),

  defineCase("goes to no other origin when Object.prototype is polluted", async ({ create, valid }) => {
    const evil = "https://evil.example";
    const names = ["origin", "origins", "url", "region_url", "href", "host", "canRenew"];
    for (const { secret } of valid) {
      const before = (await create(secret).authorize(someRequest)).origins.join();
      // Only while the strategy reads its options: everything else on this platform would read them too.
      for (const name of names) Reflect.set(Object.prototype, name, evil);
      let pending: ReturnType<AuthStrategy["authorize"]>;
      try {
        pending = create(secret).authorize(someRequest);
      } finally {
        for (const name of names) Reflect.deleteProperty(Object.prototype, name);
      }
      checkEqual((await pending).origins.join(), before, "the origins");
    }
  }),

  defineCase(
    "calls its function once for requests whose value was rejected, however often they come",
    async ({ create, valid: [one, two] }) => {
      const { secret, calls } = provider(one.secret, two.secret);
      const strategy = create(secret);
      const rejected = await strategy.authorize(someRequest);
      await afterBrake(async () => {
        for (let request = 0; request < 10; request += 1) await renewedHeader(strategy, rejected);
      });
      checkEqual(calls(), 2, "the number of calls");
    },
    "secret-function",
    "sentry-refusals",
  ),
];
