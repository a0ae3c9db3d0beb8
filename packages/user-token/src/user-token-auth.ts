import {
  type AuthStrategy,
  defineStrategy,
  type OriginOption,
  readOptions,
  type Secret,
  SentryAuthError,
  tokenKind,
} from "@x/sentry-core";

/**
 * Authenticates as a user, for the endpoints that need a user's own token, such as the list of your organizations.
 *
 * Accepts only user auth tokens (`sntryu_…`, and 64 hexadecimal digits from before the prefixes) and tokens of OAuth
 * applications (`sntrya_…`).
 *
 * @example
 * const strategy = userTokenAuth({ token: process.env.SENTRY_USER_TOKEN });
 *
 * @param options.token - The token, or a function that returns it. White space around it is removed.
 * @param options.origin - The origins that the token may go to, such as `https://sentry.acme.com`.
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` when the token is missing, a placeholder, of another kind, or cannot be sent.
 * @throws {TypeError} when the call has another shape, or `origin` is not an origin.
 * @see https://docs.sentry.io/api/auth/#user-auth-tokens
 */
export function userTokenAuth(options: {
  readonly token: Secret | undefined;
  readonly origin?: OriginOption | undefined;
}): AuthStrategy {
  const { token, origin } = readOptions("userTokenAuth({ token, origin? })", options, ["token"], ["origin"]);
  return defineStrategy({
    name: "user-token",
    scheme: "Bearer",
    label: "token",
    secret: token,
    origin,
    read: (text) => {
      const kind = tokenKind(text);
      if (kind === "user" || kind === "user-app") return { credentials: text };
      throw new SentryAuthError(
        "ERR_INVALID_SECRET",
        kind === "unknown"
          ? "this is not a user auth token (expected sntryu_ and 64 hexadecimal digits). Copy it whole, or use @x/sentry-bearer for other tokens and @x/sentry-dsn for a DSN"
          : `this is an ${kind} token, which belongs to no user. Create a user auth token, or use @x/sentry-bearer`,
        { strategy: "user-token" },
      );
    },
  });
}
