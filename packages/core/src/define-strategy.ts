import { CheckedAuthorization } from "./authorization.ts";
import { checkSecret } from "./check-secret.ts";
import type { AuthStrategy, OriginOption, Rejection, Secret } from "./contract.ts";
import { ownOption, readOptions } from "./options.ts";
import { credentialOrigins, trustOrigins } from "./origin.ts";
import { secretSource } from "./secret-source.ts";

/**
 * The credentials in a secret's text.
 *
 * @example
 * const credentials: Credentials = { credentials: "1a2b3c", origins: ["https://sentry.acme.com"] };
 */
export interface Credentials {
  /** The text after the scheme word in the header. */
  readonly credentials: string;
  /** The origins that the secret itself names. None means Sentry's own, `https://sentry.io` and its subdomains. */
  readonly origins?: readonly string[] | undefined;
}

/**
 * The parts of a strategy for {@link defineStrategy}.
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
  /** The authentication scheme: the header's first word. Without one, the credentials are the header's whole value. */
  readonly scheme?: string | undefined;
  /**
   * The name of the secret in errors.
   *
   * @default "secret"
   */
  readonly label?: string | undefined;
  /** The secret, or a function that returns it. `undefined` is refused, so that `process.env.X` needs no assertion. */
  readonly secret: Secret | undefined;
  /** The origins that the credential may go to, instead of those that it names itself. */
  readonly origin?: OriginOption | undefined;
  /**
   * Returns the credentials in a secret's text, which has no white space around it and only printable ASCII in it.
   * Throws a `SentryAuthError` with `ERR_INVALID_SECRET` for a secret of the wrong kind.
   */
  readonly read: (secret: string) => Credentials;
  /**
   * Returns whether another secret may get through after a 401, for a gateway whose responses differ from Sentry's.
   * {@link readRefusal} decides by default.
   */
  readonly canRenew?: ((rejection: Rejection) => boolean | Promise<boolean>) | undefined;
}

/**
 * Creates a strategy that sends one secret, fixed or from a function, to the origins that it is for.
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
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` when a fixed secret is missing, a placeholder, or cannot be sent.
 * @throws {TypeError} when `origin` is not an origin.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-authorization
 */
export function defineStrategy(definition: StrategyDefinition): AuthStrategy {
  const read = readOptions(
    "defineStrategy({ name, scheme, secret, read })",
    definition,
    ["name", "secret", "read"],
    ["scheme", "label", "origin", "canRenew"],
  );
  const { name, scheme, label = "secret", secret, origin, canRenew } = read;
  const listed = origin === undefined ? undefined : trustOrigins(origin, name);
  const authorizationOf = (given: unknown): CheckedAuthorization => {
    const found = read.read(checkSecret(given, label, name));
    const { credentials } = found;
    const trusted = listed?.list ?? credentialOrigins(ownOption(found, "origins") ?? []);
    return new CheckedAuthorization(scheme === undefined ? credentials : `${scheme} ${credentials}`, trusted, name);
  };
  if (typeof secret === "function") {
    const source = secretSource({ strategy: name, provide: secret, authorizationOf, canRenew });
    return Object.freeze({ name, origins: listed?.list, ...source });
  }
  const authorization = authorizationOf(secret);
  return Object.freeze({ name, origins: authorization.origins, authorize: () => authorization });
}
