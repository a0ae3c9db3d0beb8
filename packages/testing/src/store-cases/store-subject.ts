/**
 * A credential as the store cases write and read it: `StoredCredential` of `@x/sentry-store`.
 *
 * @example
 * const credential: CaseCredential = { id: "1", value: "0123456789abcdef", issuedAt: 1_700_000_000_000 };
 */
export interface CaseCredential {
  readonly id: string;
  readonly value: string;
  readonly expiresAt?: number;
  readonly issuedAt: number;
  readonly refreshToken?: string;
}

/**
 * A store as the store cases call it: `CredentialStore` of `@x/sentry-store`.
 *
 * @example
 * const store: CaseStore = memoryStore();
 */
export interface CaseStore {
  read(key: string): Promise<CaseCredential | undefined>;
  replace(key: string, current: CaseCredential | undefined, next: CaseCredential): Promise<CaseCredential>;
  lock?(key: string, ms: number): Promise<{ release(): Promise<void> }>;
}

/**
 * The features that a store may lack: `lock`, and `abandoned-lock`, the breaking of a dead process' lock.
 *
 * @example
 * const lacks: Partial<Record<StoreCapability, string>> = { lock: "a cloud's secret manager has none" };
 */
export type StoreCapability = "lock" | "abandoned-lock";

/**
 * An empty place for credentials, for one case.
 *
 * @example
 * const place: StorePlace = { connect: () => memoryStore(), close: async () => {} };
 */
export interface StorePlace {
  /** Creates a store for this place, as another process would. In-memory stores return the same one each time. */
  connect(): CaseStore;
  /** Takes the lock of a key in another process and kills that process. Required unless the subject lacks `abandoned-lock`. */
  abandonLock?(key: string): Promise<void>;
  /** Removes the place. */
  close(): Promise<void>;
}

/**
 * A store to test.
 *
 * @example
 * const subject: StoreSubject = {
 *   name: "memoryStore",
 *   open: async () => {
 *     const store = memoryStore();
 *     return { connect: () => store, close: async () => {} };
 *   },
 *   lacks: { "abandoned-lock": "the lock dies with its process" },
 * };
 */
export interface StoreSubject {
  /** The store's name, as it appears in failures. */
  readonly name: string;
  /** Opens an empty place. */
  readonly open: () => Promise<StorePlace>;
  /** The features that the store lacks, each with the reason. Everything else is tested. */
  readonly lacks?: Readonly<Partial<Record<StoreCapability, string>>>;
}
