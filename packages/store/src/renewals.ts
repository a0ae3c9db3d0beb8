import { isSentryAuthError, SentryAuthError } from "@x/sentry-core";
import { cleanCause } from "./clean-cause.ts";
import { KeptCredential } from "./kept-credential.ts";
import type { SharedStore } from "./shared-store.ts";
import type { ExchangeContext, SharedStrategyDefinition } from "./shared-strategy-definition.ts";
import { BRAKE, delay } from "./timing.ts";

/** How long a process that exchanged may need to store the result, in milliseconds. */
const WRITE_TIME = 1_000;

/** How long a renewal waits for the lock, in milliseconds: those of two holders that died in a row are free by then. */
const LOCK_LIMIT = 22_000;
/** How often it reads the store meanwhile, and how long it waits after a lock that failed at once, in milliseconds. */
const LOCK_LOOK = 500;
const LOCK_RETRY = 500;

/** The result of a renewal: a credential that is stored, or the reason for which the old one is unchanged. */
export type Renewed = { readonly credential: KeptCredential } | { readonly unchanged: SentryAuthError };

/** The renewals of one strategy, with what has to outlive one of them. */
export interface Renewals {
  /** Renews `known`, which may be the credential of a process that has renewed it meanwhile. */
  renew(known: KeptCredential | undefined, context: ExchangeContext): Promise<Renewed>;
  /** Whether a credential was issued and could not be stored yet: the old one is dead then. */
  hasUnstored(): boolean;
  /** Returns the failure of the last exchange for a second. */
  recentFailure(): SentryAuthError | undefined;
}

/** Creates the renewals of one strategy: lock, read, exchange, store, release. */
export function createRenewals(
  { name: strategy, exchange, superseded, retrySuperseded }: SharedStrategyDefinition,
  store: SharedStore,
): Renewals {
  const unstored = new Set<{ readonly base: KeptCredential | undefined; readonly next: KeptCredential }>();
  let lastExchange = Number.NEGATIVE_INFINITY;
  let failure: { readonly error: SentryAuthError; readonly at: number } | undefined;

  const isRecent = (time: number, now: number): boolean => now - time < BRAKE && now >= time;

  const fail = (error: unknown, base: KeptCredential | undefined): SentryAuthError => {
    const wrapped = isSentryAuthError(error)
      ? error
      : new SentryAuthError("ERR_SECRET_UNAVAILABLE", "the exchange for a new credential failed (see cause)", {
          strategy,
          cause: cleanCause(error, base?.secrets),
        });
    // A process that was paused may still store the result that makes a login usable again.
    if (wrapped.code !== "ERR_LOGIN_REQUIRED") failure = { error: wrapped, at: Date.now() };
    return wrapped;
  };

  /** Stores every issued credential that is not stored yet, and returns what is stored then. */
  const storeIssued = async (): Promise<KeptCredential | undefined> => {
    let stored: KeptCredential | undefined;
    for (const pair of unstored) {
      stored = await store.replace(pair.base, pair.next);
      unstored.delete(pair);
    }
    return stored;
  };

  /** Returns the credential that another process stored in place of `base`, if it does so within a moment. */
  const successor = async (base: KeptCredential | undefined): Promise<KeptCredential | undefined> => {
    const stored = await store.read();
    if (stored && stored.id !== base?.id) return stored;
    await delay(WRITE_TIME);
    const later = await store.read();
    return later && later.id !== base?.id ? later : undefined;
  };

  const exchangeOnce = async (base: KeptCredential | undefined, context: ExchangeContext) => {
    const now = Date.now();
    if (isRecent(lastExchange, now)) await delay(lastExchange + BRAKE - now);
    lastExchange = Date.now();
    try {
      const outcome = await exchange(base?.stored, context);
      if (outcome === "superseded" || "unchanged" in outcome) return outcome;
      const next = KeptCredential.of({ ...outcome, id: crypto.randomUUID() });
      if (next) return next;
    } catch (error) {
      throw fail(error, base);
    }
    throw fail(new TypeError("exchange returned something that is not a credential"), base);
  };

  const exchangeAndStore = async (base: KeptCredential | undefined, context: ExchangeContext): Promise<Renewed> => {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await exchangeOnce(base, context);
      if (outcome === "superseded") {
        const other = await successor(base);
        if (other) return { credential: other };
        if (!retrySuperseded || attempt === 2) throw fail(superseded(), base);
      } else if (outcome instanceof KeptCredential) {
        failure = undefined;
        unstored.add({ base, next: outcome });
        return { credential: (await storeIssued()) ?? outcome };
      } else return { unchanged: fail(outcome.unchanged, base) };
    }
  };

  return {
    hasUnstored: () => unstored.size > 0,
    recentFailure: () => (failure && isRecent(failure.at, Date.now()) ? failure.error : undefined),
    renew: async (known, context) => {
      const issued = await storeIssued();
      if (issued) return { credential: issued };
      const isRenewed = (stored: KeptCredential | undefined): stored is KeptCredential =>
        stored !== undefined && stored.id !== known?.id && !stored.isExpired();
      const read = async (): Promise<KeptCredential | undefined | SentryAuthError> =>
        store.read().catch((error) => error);

      // Random, so that waiters that give up do not exchange side by side: the others read what the first one stored.
      const end = Date.now() + LOCK_LIMIT * (1 + Math.random() / 5);
      for (let failures = 0; ; ) {
        // Learning of another process' renewal takes no lock, also while this one waits for it.
        const before = await read();
        if (before instanceof Error) return { unchanged: before };
        if (isRenewed(before)) return { credential: before };
        const lock = await store.lock(LOCK_LOOK);
        if (lock === "failed") failures += 1;
        // Without a lock the renewal is as safe, and may cost an exchange.
        if (typeof lock === "string" && failures < 2 && Date.now() < end) {
          // A lost connection must not send the whole fleet on without a lock.
          if (lock === "failed") await delay(LOCK_RETRY * (0.5 + Math.random()));
          continue;
        }
        try {
          const stored = await read();
          if (stored instanceof Error) return { unchanged: stored };
          if (isRenewed(stored)) return { credential: stored };
          // A store that lost the credential gets the next one all the same.
          return await exchangeAndStore(stored ?? known, context);
        } finally {
          if (typeof lock === "function") lock();
        }
      }
    },
  };
}
