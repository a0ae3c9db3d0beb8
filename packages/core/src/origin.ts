import type { OriginOption } from "./contract.ts";

const sentryOrigins: readonly string[] = Object.freeze(["https://sentry.io", "https://*.sentry.io"]);

/** Normalises origins; throws a `TypeError` that names `place` for what cannot be one. */
export function listOrigins(origin: OriginOption, place: string): readonly string[] {
  return Object.freeze([origin].flat().map((entry, index) => normalise(entry, `${place}[${index}]`)));
}

/** The origins that a credential names itself. Any of Sentry's own stands for all of them, and so does none. */
export function credentialOrigins(named: readonly string[]): readonly string[] {
  const origins = listOrigins(named, "origins");
  const others = origins.length > 0 && !origins.some((origin) => trustedUrl(`${origin}/`, sentryOrigins));
  return others ? origins : sentryOrigins;
}

/** A URL as the platform resolves it, `null` where the platform would fail. */
export function parseUrl(url: string): URL | null {
  return URL.parse(url, globalThis.document?.baseURI ?? globalThis.location?.href);
}

/**
 * The text of an absolute `url` to send a credential for `origins` to, or `undefined` where it must not go.
 * The text begins with a trusted origin and a slash, so that no client can read another host in it.
 */
export function trustedUrl(url: string, origins: readonly string[]): string | undefined {
  const trusted = patterns.get(origins) ?? compile(origins);
  // Whoever parses a text that begins with a serialised origin and a slash finds that origin: the slash ends the
  // authority, so nothing behind it can change the scheme, the userinfo, the host or the port.
  if (trusted.test(url)) return url;
  // In a serialised URL, what stands before that slash is a listed origin only where there is no userinfo, and never in
  // `blob:` and opaque URLs. (`URL.origin` would say yes to the first two.)
  const href = parseUrl(url)?.href;
  return href && trusted.test(href) ? href : undefined;
}

// Without punycode, which the platform may fail to parse, and in lower case, since the platform makes that of any other.
const SUBDOMAINS = "(?:(?!xn--)[a-z\\d_-]+\\.)+";

// Lists are compiled once. Only frozen ones are kept: a list that can change is read again for every request.
const patterns = new WeakMap<readonly string[], RegExp>();

function compile(origins: readonly string[]): RegExp {
  const alternatives = listOrigins(origins, "origins").map((origin) =>
    origin.replace(/[^\w:/]/g, "\\$&").replace("\\*\\.", SUBDOMAINS),
  );
  // `(?!)`, for an empty list, matches nothing.
  const pattern = new RegExp(`^(?:${alternatives.join("|") || "(?!)"})/`);
  if (Object.isFrozen(origins)) patterns.set(origins, pattern);
  return pattern;
}

function normalise(entry: unknown, place: string): string {
  const { href = entry }: { readonly href?: unknown } = Object(entry);
  // The only asterisk is that of a wildcard, which is for https alone.
  if (typeof href === "string" && /^(?:https:\/\/\*\.\w|https?:\/\/)[^*%]+$/i.test(href)) {
    // Parsed with a letter for the wildcard, since Chromium writes an asterisk in a host as %2A.
    const url = parseUrl(href.replace("//*.", "//w."));
    // Comparing the whole URL with its origin refuses userinfo, path, query and fragment in one. A full-width asterisk
    // has become an ordinary one by now.
    if (url?.href === `${url?.origin}/` && !url.host.includes("*"))
      return href.includes("*") ? url.origin.replace("//w.", "//*.") : url.origin;
  }
  // The value stays out of the message: what was given by mistake may well be a DSN or a URL with a password.
  throw new TypeError(`${place} must be an origin, such as https://sentry.acme.com or https://*.acme.com`);
}
