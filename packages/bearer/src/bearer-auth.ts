import {
  type AuthStrategy,
  defineStrategy,
  type OriginOption,
  readOptions,
  type Secret,
  SentryAuthError,
  tokenKind,
  tokenOrigins,
} from "@x/sentry-core";

/**
 * Authenticates with an auth token of an internal integration, an organization or a user.
 *
 * An organization token goes only to the instance that it names. Any other token goes to Sentry's own origins, unless
 * `origin` lists others.
 *
 * @example
 * const strategy = bearerAuth({ token: process.env.SENTRY_AUTH_TOKEN });
 *
 * @param options.token - The token, or a function that returns it. White space around it is removed.
 * @param options.origin - The origins that the token may go to, such as `https://sentry.acme.com`.
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` when the token is missing, a placeholder, cut off, a DSN, or cannot be sent.
 * @throws {TypeError} when the call has another shape, or `origin` is not an origin.
 * @see https://docs.sentry.io/api/auth/#auth-tokens
 */
export function bearerAuth(options: {
  readonly token: Secret | undefined;
  readonly origin?: OriginOption | undefined;
}): AuthStrategy {
  const { token, origin } = readOptions("bearerAuth({ token, origin? })", options, ["token"], ["origin"]);
  return defineStrategy({
    name: "bearer",
    scheme: "Bearer",
    label: "token",
    secret: token,
    origin,
    read: (text) => {
      const problem = problemOf(text);
      if (problem) throw new SentryAuthError("ERR_INVALID_SECRET", problem, { strategy: "bearer" });
      return { credentials: text, origins: tokenOrigins(text) };
    },
  });
}

function problemOf(token: string): string | undefined {
  if (/^https?:\/\//i.test(token)) return "this is a DSN or another URL. Use @x/sentry-dsn for a DSN";
  // Only the shapes of these two are certain. `sntryi_` and `sntrya_` are names that no known token has yet.
  const isCut = /^sntry[us]_/.test(token) && tokenKind(token) === "unknown";
  return isCut ? "the token is cut off or changed. Copy it whole" : undefined;
}
