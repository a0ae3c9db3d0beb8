/**
 * The user of a login. A value that Sentry doesn't have is `null`.
 *
 * @example
 * const user: OAuthUser = { id: "48168", name: null, email: "jane@acme.com" };
 */
export interface OAuthUser {
  readonly id: string | null;
  readonly name: string | null;
  readonly email: string | null;
}

/**
 * A completed login: the user, and the scopes that the user granted.
 *
 * @example
 * const greeting = ({ user, scopes }: LoginResult) => `${user.name ?? user.email} granted ${scopes.join(", ")}`;
 */
export interface LoginResult {
  readonly user: OAuthUser;
  /** With those that a granted scope includes. */
  readonly scopes: readonly string[];
}
