import type { OriginOption } from "./contract.ts";

// Without punycode, which the platform may fail to parse, and in lower case, since the platform makes that of any other.
const SUBDOMAINS = "(?:(?!xn--)[a-z\\d_-]+\\.)+";

/** Normalises origins; throws a `TypeError` that names the strategy for what cannot be one. */
export function listOrigins(origin: OriginOption, strategy: string): readonly string[] {
  const listed = [origin].flat().map((entry, index) => {
    const text = String(Object(entry).href ?? entry);
    // Host and port alone, with one wildcard at most, and that for https. It is parsed as a letter, so that any asterisk
    // in the outcome comes from another character, such as a full-width one. Chromium writes it as %2A.
    const url =
      /^(?:https?:\/\/|https:\/\/\*\.(?![.:]))[^\s*/?#@\\%]+\/?$/i.test(text) && URL.parse(text.replace("*", "w"));
    if (url && !/[*%]/.test(url.host)) return text.includes("*") ? url.origin.replace("w", "*") : url.origin;
    // The value stays out of the message: what was given by mistake may well be a DSN or a URL with a password.
    throw new TypeError(
      `${strategy}: origin[${index}] must be an origin, such as https://sentry.acme.com or https://*.acme.com`,
    );
  });
  return Object.freeze(listed);
}

/** The origins that a credential names itself. Any of Sentry's own stands for all of them, and so does none. */
export function credentialOrigins(named: readonly string[]): readonly string[] {
  const others = named.length > 0 && !named.some((origin) => /^https:\/\/(?:.+\.)?sentry\.io$/i.test(origin));
  return others ? named : ["https://sentry.io", "https://*.sentry.io"];
}

/** A URL as the platform resolves it, `null` where the platform would fail. */
export function parseUrl(url: string): URL | null {
  return URL.parse(url, globalThis.document?.baseURI ?? globalThis.location?.href);
}

/** A pattern for whatever begins with one of the listed origins and a slash. */
export function startsWithOrigin(listed: readonly string[]): RegExp {
  const patterns = listed.map((origin) => origin.replace(/[^\w:/]/g, "\\$&").replace("\\*\\.", SUBDOMAINS));
  // `(?!)`, for an empty list, matches nothing.
  return new RegExp(`^(?:${patterns.join("|") || "(?!)"})/`);
}
