/**
 * The reason for a refusal. Reasons are stable; messages may improve at any time.
 *
 * @example
 * const needsPerson: readonly RefusalReason[] = ["sso-required", "two-factor-required", "verification-required"];
 *
 * @see https://x.github.io/sentry-auth/rejected
 */
export type RefusalReason =
  | "no-credential"
  | "invalid-token"
  | "expired-token"
  | "inactive-account"
  | "wrong-organization"
  | "organization-only"
  | "session-only"
  | "malformed-header"
  | "sso-required"
  | "two-factor-required"
  | "verification-required"
  | "member-limit"
  | "missing-scope"
  | "no-permission"
  | "policy"
  | "invalid-dsn"
  | "invalid-api-key"
  | "redirected"
  | "proxy"
  | "not-found"
  | "rate-limited"
  | "unknown";

/**
 * An explained refusal. No property contains a secret.
 *
 * @example
 * const line = ({ message, docs }: Explanation): string => `${message} See ${docs}`;
 */
export interface Explanation {
  /** The HTTP status. */
  readonly status: number;
  /** The reason for the refusal. */
  readonly reason: RefusalReason;
  /** Who refused the request: Sentry, or a proxy in front of it. */
  readonly by: "sentry" | "proxy";
  /** What happened and what to do about it. */
  readonly message: string;
  /** Sentry's own words, if they are plain words. */
  readonly detail?: string;
  /** The scopes that the operation accepts, least powerful first. Any one of them is enough. */
  readonly requiredScopes?: readonly string[];
  /** The scopes that the token has, if `client` was given. */
  readonly heldScopes?: readonly string[];
  /** Where to log in, for `sso-required`. */
  readonly loginUrl?: string;
  /** When to try again, for `rate-limited`. */
  readonly retryAt?: Date;
  /** The part of the guide about this reason. */
  readonly docs: string;
}
