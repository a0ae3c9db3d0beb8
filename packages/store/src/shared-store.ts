import { SentryAuthError } from "@x/sentry-core";
import { cleanCause } from "./clean-cause.ts";
import type { CredentialStore } from "./contract.ts";
import { KeptCredential } from "./kept-credential.ts";
import { within } from "./timing.ts";

/** How long a store may take for a call, in milliseconds. */
const CALL_LIMIT = 10_000;
/** How long a lock may exceed its own limit, in milliseconds. */
const LOCK_GRACE = 5_000;

/** One key of a store, for one strategy: its calls end within ten seconds, and its errors contain no credential. */
export interface SharedStore {
  read(): Promise<KeptCredential | undefined>;
  replace(current: KeptCredential | undefined, next: KeptCredential): Promise<KeptCredential>;
  /**
   * Waits for the lock, at most `ms`. Returns the function that releases it, `"taken"` if another process had it all the
   * time, or `"failed"`. A store without locks grants each.
   */
  lock(ms: number): Promise<(() => void) | "taken" | "failed">;
}

/**
 * Restricts a user's store to one key, with limits and checks.
 *
 * @throws {TypeError} when the store lacks `read` or `replace`.
 */
export function sharedStore(strategy: string, store: CredentialStore, key: string): SharedStore {
  if (typeof store?.read !== "function" || typeof store.replace !== "function")
    throw new TypeError(
      `${strategy}: store must have read(key) and replace(key, current, next), such as memoryStore()`,
    );

  const call = async <T>(method: string, start: () => Promise<T>): Promise<T> =>
    within(CALL_LIMIT, start(), () => new Error(`${method} did not finish within ${CALL_LIMIT / 1000} seconds`));
  const failed = (cause: unknown, ...credentials: (KeptCredential | undefined)[]): SentryAuthError =>
    new SentryAuthError("ERR_SECRET_UNAVAILABLE", "the credential store failed (see cause)", {
      strategy,
      cause: cleanCause(
        cause,
        credentials.flatMap((credential) => credential?.secrets ?? []),
      ),
    });
  const checked = <T>(credential: T | "unknown"): T => {
    if (credential === "unknown") throw failed(new Error("the store returned something that is not a credential"));
    return credential as T;
  };

  return {
    read: () =>
      call("read", async () => store.read(key))
        .catch((error: unknown) => {
          throw failed(error);
        })
        .then((value) => (value === undefined || value === null ? undefined : (KeptCredential.of(value) ?? "unknown")))
        .then(checked<KeptCredential | undefined>),
    replace: (current, next) =>
      call("replace", async () => store.replace(key, current?.stored, next.stored))
        .catch((error: unknown) => {
          throw failed(error, current, next);
        })
        .then((value) => KeptCredential.of(value) ?? "unknown")
        .then(checked<KeptCredential>),
    lock: async (ms) => {
      if (!store.lock) return () => {};
      const started = Date.now();
      const requested = (async () => store.lock?.(key, ms))();
      const release = (): void => {
        // A lock that cannot be released is broken by its store after a while.
        requested.then((lock) => lock?.release()).catch(() => {});
      };
      try {
        await within(ms + LOCK_GRACE, requested, () => new Error("the lock's own limit was exceeded"));
        return release;
      } catch {
        const waited = Date.now() - started;
        // A lock that is granted later is not held.
        release();
        // Timers may be early by a moment.
        return waited >= ms * 0.9 && waited < ms + LOCK_GRACE ? "taken" : "failed";
      }
    },
  };
}
