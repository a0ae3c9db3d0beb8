import { type AuthStrategy, defineStrategy, type OriginOption, readOptions, type Secret } from "@x/sentry-core";
import { parseDsn } from "./parse-dsn.ts";

/**
 * Authenticates with a project's DSN (client key), which the endpoints for user feedback accept.
 *
 * The credential goes to the DSN's own origin, or to all of Sentry's for a DSN of sentry.io, unless `origin` lists others.
 * The secret key of an old DSN is not sent.
 *
 * @example
 * const strategy = dsnAuth({ dsn: process.env.SENTRY_DSN });
 *
 * @param options.dsn - The whole DSN, or a function that returns it. White space around it is removed.
 * @param options.origin - The origins that the DSN may go to, such as `https://sentry.acme.com`.
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` when the DSN is missing, a placeholder or malformed: the message names the part.
 * @throws {TypeError} when the call has another shape, or `origin` is not an origin.
 * @see https://docs.sentry.io/api/auth/#dsn-authentication
 */
export function dsnAuth(options: {
  readonly dsn: Secret | undefined;
  readonly origin?: OriginOption | undefined;
}): AuthStrategy {
  const { dsn: secret, origin } = readOptions("dsnAuth({ dsn, origin? })", options, ["dsn"], ["origin"]);
  return defineStrategy({
    name: "dsn",
    scheme: "DSN",
    label: "DSN",
    secret,
    origin,
    read: (text) => {
      const parsed = parseDsn(text);
      return { credentials: parsed.dsn, origins: [parsed.origin] };
    },
  });
}
