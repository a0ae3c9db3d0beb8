import {
  type AuthStrategy,
  defineStrategy,
  type OriginOption,
  readOptions,
  type Secret,
  SentryAuthError,
} from "@x/sentry-core";

/**
 * Authenticates with a legacy API key: HTTP Basic with the key as user name and an empty password.
 *
 * Sentry creates no new API keys; existing ones still work. New code should use an organization auth token:
 *
 * ```ts
 * legacyBasicAuth({ apiKey: process.env.SENTRY_API_KEY }); // before
 * bearerAuth({ token: process.env.SENTRY_AUTH_TOKEN }); // after, from @x/sentry-bearer
 * ```
 *
 * @example
 * const strategy = legacyBasicAuth({ apiKey: process.env.SENTRY_API_KEY });
 *
 * @param options.apiKey - The key, or a function that returns it. White space around it is removed.
 * @param options.origin - The origins that the key may go to, such as `https://sentry.acme.com`.
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` when the key is missing, a placeholder, a token, a DSN, or contains a colon.
 * @throws {TypeError} when the call has another shape, or `origin` is not an origin.
 * @see https://docs.sentry.io/api/auth/#api-keys
 * @see https://www.rfc-editor.org/rfc/rfc7617#section-2
 */
export function legacyBasicAuth(options: {
  readonly apiKey: Secret | undefined;
  readonly origin?: OriginOption | undefined;
}): AuthStrategy {
  const { apiKey: secret, origin } = readOptions(
    "legacyBasicAuth({ apiKey, origin? })",
    options,
    ["apiKey"],
    ["origin"],
  );
  return defineStrategy({
    name: "legacy-basic",
    scheme: "Basic",
    label: "API key",
    secret,
    origin,
    read: (apiKey) => {
      const colon = apiKey.indexOf(":");
      if (colon >= 0 || apiKey.startsWith("sntry")) {
        throw new SentryAuthError(
          "ERR_INVALID_SECRET",
          colon < 0
            ? "this is an auth token. Use @x/sentry-bearer"
            : `the API key contains a colon at position ${colon}, where a password would begin. Use the key alone, or use @x/sentry-dsn for a DSN`,
          { strategy: "legacy-basic" },
        );
      }
      return { credentials: btoa(`${apiKey}:`) };
    },
  });
}
