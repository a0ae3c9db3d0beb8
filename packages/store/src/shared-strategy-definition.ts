import type { OriginOption, PlatformSignal, SentryAuthError } from "@x/sentry-core";
import type { CredentialStore, StoredCredential } from "./contract.ts";

/**
 * A credential that an exchange returned. The strategy adds the `id` under which it is stored.
 *
 * @example
 * const issued: IssuedCredential = { value: "0123456789abcdef", issuedAt: Date.now() };
 */
export type IssuedCredential = Omit<StoredCredential, "id">;

/**
 * The reason for an exchange, and a signal for the work before it is sent. A client secret's function takes it as it is.
 *
 * @example
 * const context: ExchangeContext = { reason: "first", signal: new AbortController().signal };
 */
export interface ExchangeContext {
  /** `first` if nothing is stored, `expiring` or `expired` by the clock, `rejected` after a 401. */
  readonly reason: "first" | "expiring" | "expired" | "rejected";
  /**
   * Aborts after 30 seconds, when the requests that wait fail. For work before the exchange is sent, such as a call to a
   * client secret's function. Never abort an exchange that was sent: the server may have issued the credential already.
   */
  readonly signal: PlatformSignal;
}

/**
 * The outcome of an exchange: the new credential, `"superseded"` if the server reports that the old one was already used
 * (OAuth's `invalid_grant`, the integration platform's 409), or `unchanged` with an error if the server refused in a
 * way that leaves the old credential as it was (429, 5xx), so that it can be used until it expires.
 *
 * @example
 * const outcome: ExchangeOutcome = "superseded";
 */
export type ExchangeOutcome = IssuedCredential | "superseded" | { readonly unchanged: SentryAuthError };

/**
 * The parts of a strategy for `defineSharedStrategy`.
 *
 * @example
 * const definition: SharedStrategyDefinition = {
 *   name: "acme",
 *   store: memoryStore(),
 *   key: credentialKey({ kind: "acme", instance: "https://sentry.io", clientId: "1a2b3c", account: "default" }),
 *   origins: ["https://sentry.io", "https://*.sentry.io"],
 *   renewBefore: 60_000,
 *   exchange: async () => ({ value: await newToken(), issuedAt: Date.now() }),
 *   superseded: () => new SentryAuthError("ERR_LOGIN_REQUIRED", "log in again", { strategy: "acme" }),
 * };
 */
export interface SharedStrategyDefinition {
  /** The strategy's name, as it appears in errors. */
  readonly name: string;
  /** The store that all processes with this credential share. */
  readonly store: CredentialStore;
  /** The key in the store, from `credentialKey`. */
  readonly key: string;
  /** The origins that the credential may go to by default: those of the instance that issues it. */
  readonly origins: readonly string[];
  /** The origins that the user of the strategy chose instead. */
  readonly origin?: OriginOption | undefined;
  /**
   * How long before its end a credential is renewed at most, in milliseconds. The moment is random, between that and the
   * end, and within the last tenth of the credential's life.
   */
  readonly renewBefore: number;
  /**
   * Exchanges the stored credential for a new one, by one POST. Never called twice at the same time, except after 30
   * seconds without a result, and at most once a second.
   *
   * Throws a `SentryAuthError` if it fails for good or with an unknown result: `ERR_LOGIN_REQUIRED`, or
   * `ERR_SECRET_UNAVAILABLE` for a lost response. The requests that wait fail with it. Any other error becomes the
   * cleaned cause of an `ERR_SECRET_UNAVAILABLE`.
   *
   * @param current - The credential that is stored; `undefined` if none is.
   */
  readonly exchange: (current: StoredCredential | undefined, context: ExchangeContext) => Promise<ExchangeOutcome>;
  /**
   * Whether a superseded exchange is made once more, after a moment, if the store has no other credential by then. For
   * exchanges that need no stored state.
   *
   * @default false
   */
  readonly retrySuperseded?: boolean | undefined;
  /** Returns the error for a superseded exchange if the store has no other credential. */
  readonly superseded: () => SentryAuthError;
}
