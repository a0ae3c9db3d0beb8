import type { OriginOption } from "./contract.ts";

const SENTRY: readonly string[] = ["https://sentry.io", "https://*.sentry.io"];

/** Normalises origins; throws a `TypeError` that names the strategy for what cannot be one. */
export function listOrigins(origin: OriginOption, strategy: string): readonly string[] {
  const listed = [origin].flat().map((entry, index) => {
    const text = String(Object(entry).href ?? entry);
    // Host and port alone, with one wildcard at most, and that for https. It is parsed as a letter, since Chromium
    // writes an asterisk in a host as %2A.
    const url = /^(?:https?:\/\/|https:\/\/\*\.\b)[\w.:[\]-]+\/?$/i.test(text) && URL.parse(text.replace("*", "w"));
    if (url) return text.includes("*") ? url.origin.replace("w", "*") : url.origin;
    // The value stays out of the message: what was given by mistake may well be a DSN or a URL with a password.
    throw new TypeError(
      `${strategy}: origin[${index}] must be an origin, such as https://sentry.acme.com or https://*.acme.com`,
    );
  });
  return Object.freeze(listed);
}

/** The origins that a credential names itself. Any of Sentry's own stands for all of them, and so does none. */
export function credentialOrigins(named: readonly string[]): readonly string[] {
  const others = named.length > 0 && !named.some((origin) => includesOrigin(SENTRY, origin));
  return others ? named : SENTRY;
}

/** A URL as the platform resolves it, `null` where the platform would fail. */
export function parseUrl(url: string): URL | null {
  return URL.parse(url, globalThis.document?.baseURI ?? globalThis.location?.href);
}

/** Whether the serialised `origin` is one of the listed ones, or falls under a wildcard. */
export function includesOrigin(listed: readonly string[], origin: string): boolean {
  return listed.some((entry) => {
    const [, domain] = entry.split("*");
    if (!domain) return origin === entry;
    // The asterisk is for https alone, and stands for one character at least.
    return origin.startsWith("https://") && origin.endsWith(domain) && origin.length >= entry.length;
  });
}
