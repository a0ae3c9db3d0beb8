import { CheckedAuthorization } from "./authorization.ts";
import { checkSecret } from "./check-secret.ts";
import type { AuthStrategy, OriginOption, Secret } from "./contract.ts";
import { credentialOrigins, listOrigins } from "./origin.ts";
import { secretSource } from "./secret-source.ts";

/**
 * What a strategy reads out of a secret's text.
 *
 * @example
 * const credentials: Credentials = { credentials: "1a2b3c", origins: ["https://sentry.acme.com"] };
 */
export interface Credentials {
  /** What follows the scheme word in the header. */
  readonly credentials: string;
  /** The origins that the secret itself names. None means Sentry's own, `https://sentry.io` and its subdomains. */
  readonly origins?: readonly string[] | undefined;
}

/**
 * What {@link defineStrategy} makes a strategy of.
 *
 * @example
 * const definition: StrategyDefinition = {
 *   name: "acme",
 *   scheme: "Bearer",
 *   label: "token",
 *   secret: process.env.ACME_TOKEN,
 *   read: (token) => ({ credentials: token, origins: ["https://sentry.acme.com"] }),
 * };
 */
export interface StrategyDefinition {
  /** The strategy's name, as it appears in errors. */
  readonly name: string;
  /** The authentication scheme: the header's first word. */
  readonly scheme: string;
  /** What errors call the secret. `secret` by default. */
  readonly label?: string | undefined;
  /** The secret, or a function that provides it. `undefined` is refused, so that `process.env.X` fits. */
  readonly secret: Secret | undefined;
  /** The origins that the credential may go to, instead of those that it names itself. */
  readonly origin?: OriginOption | undefined;
  /**
   * Gives the credentials for a secret's text, which has no white space around it and only printable ASCII in it.
   * Throws a `SentryAuthError` with `ERR_INVALID_SECRET` for one of the wrong kind.
   */
  readonly read: (secret: string) => Credentials;
}

/**
 * Makes a strategy that sends one secret, fixed or from a function, to the origins that it is for.
 *
 * @example
 * const acmeAuth = (options: { token: Secret | undefined }): AuthStrategy =>
 *   defineStrategy({
 *     name: "acme",
 *     scheme: "Bearer",
 *     label: "token",
 *     secret: options.token,
 *     origin: "https://sentry.acme.com",
 *     read: (token) => ({ credentials: token }),
 *   });
 *
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` when a fixed secret is missing, a placeholder, or not one that can be sent.
 * @throws {TypeError} when `origin` is not an origin.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-authorization
 */
export function defineStrategy(definition: StrategyDefinition): AuthStrategy {
  const { name, scheme, label = "secret", secret, origin, read } = definition;
  const listed = origin === undefined ? undefined : listOrigins(origin, name);
  const authorizationOf = (given: unknown): CheckedAuthorization => {
    const { credentials, origins = [] } = read(checkSecret(given, label, name));
    return new CheckedAuthorization(`${scheme} ${credentials}`, listed ?? credentialOrigins(origins), name);
  };
  if (typeof secret === "function") return { name, ...secretSource(name, secret, authorizationOf) };
  const authorization = authorizationOf(secret);
  return { name, authorize: () => authorization };
}
