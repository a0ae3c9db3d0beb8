/**
 * A credential as a store keeps it: plain JSON.
 *
 * @example
 * const credential: StoredCredential = {
 *   id: crypto.randomUUID(),
 *   value: "0123456789abcdef",
 *   issuedAt: Date.now(),
 *   expiresAt: Date.now() + 8 * 60 * 60 * 1000,
 * };
 */
export interface StoredCredential {
  /** A random identifier. `replace` compares by it. */
  readonly id: string;
  /** The access token. */
  readonly value: string;
  /** Milliseconds since the epoch, by the local clock. Without it, the credential does not expire. */
  readonly expiresAt?: number;
  /** Milliseconds since the epoch, by the local clock. */
  readonly issuedAt: number;
  /** The token that the next exchange needs, if it needs one. */
  readonly refreshToken?: string;
}

/**
 * A lock on one key of a store.
 *
 * @example
 * const lock: StoreLock = { release: async () => {} };
 */
export interface StoreLock {
  /** Releases the lock. Resolves also if the lock was lost meanwhile. */
  release(): Promise<void>;
}

/**
 * A place for credentials that several processes share. It stores, compares and locks; `defineSharedStrategy` decides
 * when a credential is renewed.
 *
 * A method rejects if the store cannot be reached or contains something else under the key. Its errors contain no
 * credential.
 *
 * @example
 * const credentials = new Map<string, StoredCredential>();
 * const store: CredentialStore = {
 *   read: async (key) => credentials.get(key),
 *   replace: async (key, current, next) => {
 *     const stored = credentials.get(key);
 *     if (stored && stored.id !== current?.id) return stored;
 *     credentials.set(key, next);
 *     return next;
 *   },
 * };
 */
export interface CredentialStore {
  /** Returns what is stored under the key, or `undefined`. Never waits for a lock. */
  read(key: string): Promise<StoredCredential | undefined>;
  /**
   * Stores `next` if nothing is stored, or if what is stored has the `id` of `current`, and returns what is stored
   * afterwards. Compares and stores in one atomic step, and never waits for a lock.
   */
  replace(key: string, current: StoredCredential | undefined, next: StoredCredential): Promise<StoredCredential>;
  /**
   * Waits until no other caller, in this process or another, has the key's lock. Rejects after `ms`. The store extends the
   * lock until it is released, and breaks the lock of a holder that died. A lock saves exchanges and is not needed for
   * safety.
   */
  lock?(key: string, ms: number): Promise<StoreLock>;
}
