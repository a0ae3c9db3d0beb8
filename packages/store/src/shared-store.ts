import { SentryAuthError } from "@x/sentry-core";
import { cleanCause } from "./clean-cause.ts";
import type { CredentialStore } from "./contract.ts";
import { KeptCredential } from "./kept-credential.ts";
import { delay, within } from "./timing.ts";

/** How long a store may take for a call, in milliseconds. */
const CALL_LIMIT = 10_000;
/** How long a renewal waits for the lock, in milliseconds: a dead holder's lock is free by then. */
const LOCK_LIMIT = 15_000;
/** How long it waits after a lock that failed at once, in milliseconds. */
const LOCK_RETRY = 500;

/** One key of a store, for one strategy: its calls end within ten seconds, and its errors contain no credential. */
export interface SharedStore {
  read(): Promise<KeptCredential | undefined>;
  replace(current: KeptCredential | undefined, next: KeptCredential): Promise<KeptCredential>;
  /** Waits for the lock, or until it is clear that there is none to be had. Returns the function that releases it. */
  lock(): Promise<() => void>;
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
    lock: async () => {
      const end = Date.now() + LOCK_LIMIT;
      for (let attempt = 1; store.lock; attempt += 1) {
        const requested = (async () => store.lock?.(key, end - Date.now()))();
        const release = (): void => {
          // A lock that cannot be released is broken by its store after a while.
          requested.then((lock) => lock?.release()).catch(() => {});
        };
        try {
          await within(end - Date.now() + 1_000, requested, () => new Error("the lock's own limit was exceeded"));
          return release;
        } catch {
          // A lost connection must not send the whole fleet on without a lock.
          if (attempt === 1 && Date.now() < end - 2 * LOCK_RETRY) await delay(LOCK_RETRY * (0.5 + Math.random()));
          else return release;
        }
      }
      return () => {};
    },
  };
}
