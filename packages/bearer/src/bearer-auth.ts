import {
  type AuthStrategy,
  defineStrategy,
  type OriginOption,
  type Secret,
  SentryAuthError,
  tokenOrigins,
} from "@x/sentry-core";

/**
 * Authenticates with an auth token: of an internal integration, of an organization or of a user.
 *
 * An organization token names the instance that it is for, and goes there alone. Any other goes to Sentry's own origins,
 * unless `origin` names others.
 *
 * @example
 * const strategy = bearerAuth({ token: process.env.SENTRY_AUTH_TOKEN });
 *
 * @param options.token - The token, or a function that gives it. White space around it is removed.
 * @param options.origin - The origins that the token may go to, such as `https://sentry.acme.com`.
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` when the token is missing, a placeholder, a DSN, or not one that can be sent.
 * @throws {TypeError} when `origin` is not an origin.
 * @see https://docs.sentry.io/api/auth/#auth-tokens
 */
export function bearerAuth(options: {
  readonly token: Secret | undefined;
  readonly origin?: OriginOption | undefined;
}): AuthStrategy {
  return defineStrategy({
    name: "bearer",
    scheme: "Bearer",
    label: "token",
    secret: options.token,
    origin: options.origin,
    read: (token) => {
      if (/^https?:\/\//i.test(token)) {
        throw new SentryAuthError("ERR_INVALID_SECRET", "this is a DSN or another URL. Use @x/sentry-dsn for a DSN", {
          strategy: "bearer",
        });
      }
      return { credentials: token, origins: tokenOrigins(token) };
    },
  });
}
