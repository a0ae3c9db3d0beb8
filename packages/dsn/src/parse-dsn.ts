import { SentryAuthError } from "@x/sentry-core";

/**
 * The parts of a DSN.
 *
 * @example
 * const { origin, projectId }: ParsedDsn = parseDsn("https://0123456789abcdef@o1.ingest.us.sentry.io/42");
 */
export interface ParsedDsn {
  /** The DSN without the secret key that old DSNs contain: the server never reads it. */
  readonly dsn: string;
  /** The scheme, host and port, such as `https://o1.ingest.us.sentry.io`. */
  readonly origin: string;
  /** The public key: the DSN's user name. */
  readonly publicKey: string;
  /** The path between the host and the project id, such as `/sentry`. Empty on most instances. */
  readonly path: string;
  /** The project's id, in decimal digits. */
  readonly projectId: string;
}

/**
 * Parses a DSN (client key), such as `https://<key>@o1.ingest.us.sentry.io/42`.
 *
 * @example
 * const { projectId } = parseDsn("https://0123456789abcdef@o1.ingest.us.sentry.io/42");
 *
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` naming the part that is missing or wrong.
 * @throws {TypeError} when `dsn` is not a string.
 * @see https://docs.sentry.io/concepts/key-terms/dsn-explainer/
 */
export function parseDsn(dsn: string): ParsedDsn {
  if (typeof dsn !== "string") throw new TypeError("dsn must be a string");
  const text = dsn.trim();
  const illegal = text.search(/[^!-~]/);
  if (illegal >= 0) refuse(`has white space or an illegal character at position ${illegal}`);
  if (/^sntry[a-z]_/.test(text)) refuse("is an auth token: use @x/sentry-bearer");
  if (!/^https?:\/\//i.test(text)) refuse("does not begin with https:// or http://");
  const url = URL.parse(text);
  if (!url) return refuse("has no valid host");
  const { protocol, username, host, pathname, origin } = url;
  const [, path = "", projectId] = /^(.*)\/(\d+)$/.exec(pathname) ?? [];
  if (!/^[\w-]+$/.test(username)) refuse("has no public key, of letters and digits, before the @");
  if (/[?#]/.test(text)) refuse("has a query or a fragment");
  if (!projectId) return refuse("has no project id, a number, at its end");
  return { dsn: `${protocol}//${username}@${host}${pathname}`, origin, publicKey: username, path, projectId };
}

function refuse(what: string): never {
  throw new SentryAuthError("ERR_INVALID_SECRET", `the DSN ${what}`, { strategy: "dsn" });
}
