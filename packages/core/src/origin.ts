import type { OriginOption } from "./contract.ts";

const SLASH = 47;
const HTTPS = "https://";
const WILDCARD = "https://*.";

interface Trust {
  readonly exact: ReadonlySet<string>;
  /** For `https://*.sentry.io`: `.sentry.io`. Wildcards are for https alone. */
  readonly suffixes: readonly string[];
  /** The origin that was trusted last, so that a run of requests to one host is decided by one comparison. */
  last: string;
}

const sentryOrigins: readonly string[] = Object.freeze(["https://sentry.io", "https://*.sentry.io"]);

// Lists are compiled once. Only frozen ones are kept: a list that can change is read again for every request.
const compiled = new WeakMap<readonly string[], Trust>();

/** Normalises origins; throws a `TypeError` that names `place` for what cannot be one. */
export function listOrigins(origin: OriginOption, place: string): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(origin) ? origin : [origin];
  return Object.freeze(entries.map((entry, index) => normalise(entry, `${place}[${index}]`)));
}

/** The origins that a credential names itself. Any of Sentry's own stands for all of them, and so does none. */
export function credentialOrigins(named: readonly string[]): readonly string[] {
  const origins = listOrigins(named, "origins of the credentials");
  return origins.length === 0 || origins.some((origin) => trustedUrl(`${origin}/`, sentryOrigins))
    ? sentryOrigins
    : origins;
}

/** A URL as the platform resolves it, `undefined` where the platform would fail. */
export function parseUrl(url: string): URL | undefined {
  try {
    return new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href);
  } catch {
    return undefined;
  }
}

/**
 * The text of an absolute `url` to send a credential for `origins` to, or `undefined` where it must not go.
 * The text begins with a trusted origin and a slash, so that no client can read another host in it.
 */
export function trustedUrl(url: string, origins: readonly string[]): string | undefined {
  const trust = compiled.get(origins) ?? compile(origins);
  // Whoever parses a text that begins with a serialised origin and a slash finds that origin: the slash ends the
  // authority, so nothing behind it can change the scheme, the userinfo, the host or the port.
  if (url.startsWith(trust.last) && url.charCodeAt(trust.last.length) === SLASH) return url;
  const text = trust.exact.has(authorityOf(url)) ? url : parseUrl(url)?.href;
  if (text === undefined) return undefined;
  // In a serialised URL, what stands before that slash equals a listed origin only where there is no userinfo, and
  // never in `blob:` and opaque URLs. (`URL.origin` would say yes to the first two.)
  const origin = authorityOf(text);
  if (!trust.exact.has(origin) && !trust.suffixes.some((suffix) => isSubdomain(origin, suffix))) return undefined;
  trust.last = origin;
  return text;
}

/** `https://host:port` of `https://host:port/path`, and nothing of a text without that slash. */
function authorityOf(url: string): string {
  return url.slice(0, Math.max(0, url.indexOf("/", HTTPS.length)));
}

function isSubdomain(origin: string, suffix: string): boolean {
  return (
    origin.startsWith(HTTPS) &&
    origin.endsWith(suffix) &&
    origin.length > HTTPS.length + suffix.length &&
    !origin.includes("@")
  );
}

function compile(origins: readonly string[]): Trust {
  const listed = listOrigins(origins, "origins of the authorization");
  const [first = "-"] = listed;
  const trust: Trust = {
    exact: new Set(listed),
    suffixes: listed.filter((origin) => origin.startsWith(WILDCARD)).map((origin) => origin.slice(WILDCARD.length - 1)),
    last: first,
  };
  if (Object.isFrozen(origins)) compiled.set(origins, trust);
  return trust;
}

function normalise(entry: unknown, place: string): string {
  const text = typeof entry === "object" && entry !== null && "href" in entry ? entry.href : entry;
  if (typeof text === "string" && /^https?:\/\//i.test(text)) {
    const wildcard = text.startsWith(WILDCARD);
    const url = parseUrl(wildcard ? text.replace("*.", "") : text);
    // Comparing the whole URL with its origin refuses userinfo, path, query and fragment in one.
    if (url?.href === `${url?.origin}/` && !url.host.includes("*") && !(wildcard && /^\[|\.\d+$/.test(url.hostname))) {
      return wildcard ? url.origin.replace("//", "//*.") : url.origin;
    }
  }
  // The value stays out of the message: what was given by mistake may well be a DSN or a URL with a password.
  throw new TypeError(
    `${place} must be a scheme, a host and perhaps a port, such as https://sentry.acme.com, or https://*.acme.com for subdomains`,
  );
}
