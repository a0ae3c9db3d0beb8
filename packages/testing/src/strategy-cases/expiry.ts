import { at, settled } from "../cases/clock.ts";
import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { authErrorOf, checkEqual } from "../cases/expectations.ts";
import { headerOf, provider } from "../cases/secret-functions.ts";
import type { StrategyCapability, StrategySubject } from "./strategy-subject.ts";

const HOUR = 60 * 60 * 1000;

/** Secrets that say how long they are good. They set the clock: cases run one after the other. */
export const strategyExpiryCases: readonly ConformanceCase<StrategySubject, StrategyCapability>[] = [
  defineCase(
    "keeps a value until shortly before its end, given as a Date or in milliseconds",
    async ({ create, valid: [one, two] }) => {
      const now = Date.now();
      for (const expiresAt of [now + HOUR, new Date(now + HOUR)]) {
        const { secret, calls } = provider({ value: one.secret, expiresAt }, two.secret);
        const strategy = create(secret);
        checkEqual(await headerOf(strategy), one.header, "the first header");
        checkEqual(await at(now + HOUR / 2, () => headerOf(strategy)), one.header, "the header half-way");
        checkEqual(calls(), 1, "the number of calls");
      }
    },
    "secret-function",
    "expires-at",
  ),

  defineCase(
    "renews once in the background shortly before the end, while requests go on with the current value",
    async ({ create, valid: [one, two] }) => {
      const now = Date.now();
      const { secret, calls } = provider({ value: one.secret, expiresAt: now + HOUR }, two.secret, one.secret);
      const strategy = create(secret);
      await headerOf(strategy);
      await at(now + HOUR - 1, async () => {
        for (const header of await Promise.all([headerOf(strategy), headerOf(strategy)])) {
          checkEqual(header, one.header, "a header shortly before the end");
        }
        await settled();
        checkEqual(await headerOf(strategy), two.header, "the header after the renewal");
      });
      checkEqual(calls(), 2, "the number of calls");
    },
    "secret-function",
    "expires-at",
  ),

  defineCase(
    "waits for the next value after the end",
    async ({ create, valid: [one, two] }) => {
      const now = Date.now();
      const { secret, calls } = provider({ value: one.secret, expiresAt: now + HOUR }, two.secret);
      const strategy = create(secret);
      await headerOf(strategy);
      checkEqual(await at(now + HOUR, () => headerOf(strategy)), two.header, "the header after the end");
      checkEqual(calls(), 2, "the number of calls");
    },
    "secret-function",
    "expires-at",
  ),

  defineCase(
    "keeps quiet about a renewal that failed in the background, and tries again",
    async ({ create, valid: [one, two] }) => {
      const now = Date.now();
      const first = { value: one.secret, expiresAt: now + HOUR };
      const { secret, calls } = provider(first, new Error("the vault is sealed"), two.secret);
      const strategy = create(secret);
      await headerOf(strategy);
      for (const [seconds, expected] of [one.header, one.header, two.header].entries()) {
        await at(now + HOUR - 5_000 + seconds * 1_000, async () => {
          checkEqual(await headerOf(strategy), expected, "a header around the failed renewal");
          await settled();
        });
      }
      checkEqual(calls(), 3, "the number of calls");
    },
    "secret-function",
    "expires-at",
  ),

  defineCase(
    "fails when the value has ended and there is no other",
    async ({ create, valid: [one] }) => {
      const now = Date.now();
      const { secret } = provider({ value: one.secret, expiresAt: now + HOUR }, new Error("the vault is sealed"));
      const strategy = create(secret);
      await headerOf(strategy);
      const act = (): Promise<unknown> => at(now + HOUR, () => headerOf(strategy));
      await authErrorOf(act, "ERR_SECRET_UNAVAILABLE", "a request after the end");
    },
    "secret-function",
    "expires-at",
  ),

  defineCase(
    "refuses an end that can only be in seconds",
    async ({ create, valid: [one] }) => {
      const { secret } = provider({ value: one.secret, expiresAt: Math.floor(Date.now() / 1000) + 3600 });
      await authErrorOf(() => headerOf(create(secret)), "ERR_INVALID_SECRET", "an end in seconds");
    },
    "secret-function",
    "expires-at",
  ),
];
