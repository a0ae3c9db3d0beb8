import type { OriginOption } from "./contract.ts";
import { ownOption } from "./options.ts";

/** A list of origins, and the test for URLs that begin with one of them. */
export interface TrustedOrigins {
  readonly list: readonly string[];
  /** Whether a URL's text begins with a listed origin and a slash. */
  readonly begins: (url: string) => boolean;
}

const trusted = new WeakMap<readonly string[], TrustedOrigins>();
let latest: TrustedOrigins | undefined;

// Without punycode, which the platform may fail to parse, and in lower case, to which the platform maps upper case.
const LABELS = /^(?:(?!xn--)[a-z\d_-]+\.)*(?!xn--)[a-z\d_-]+$/;

/** Longer than any host with its port, so that a long text is not searched at each of its dots. */
const HOST_LIMIT = 300;

/** Sentry's own origins: naming one of them, or none, means all of them. */
export const sentryOrigins: TrustedOrigins = trust(["https://sentry.io", "https://*.sentry.io"]);

/** Normalizes and trusts origins; throws a `TypeError` that names the strategy if one is invalid. */
export function trustOrigins(origin: OriginOption, strategy: string): TrustedOrigins {
  const entries = [origin].flat();
  return trust(
    entries.map((entry, index) => {
      const text = typeof entry === "string" ? entry : String(ownOption(Object(entry), "href"));
      // Host and port alone, with at most one wildcard, over https only. The wildcard is parsed as a letter, so that an
      // asterisk in the result comes from another character, such as a full-width one. Chromium writes it as %2A.
      const url =
        /^(?:https?:\/\/|https:\/\/\*\.(?![.:]))[^\s*/?#@\\%]+\/?$/i.test(text) && URL.parse(text.replace("*", "w"));
      if (url && !/[*%]/.test(url.host)) return text.includes("*") ? url.origin.replace("w", "*") : url.origin;
      const name = Array.isArray(origin) ? `origin[${index}]` : "origin";
      throw new TypeError(`${strategy}: ${name} ${originProblem(text)}`);
    }),
  );
}

/** Describes an invalid origin. Only a host that is known to be one is quoted: a DSN or a password may stand there. */
function originProblem(text: string): string {
  const url = URL.parse(text);
  if (text.trim() === "") return "is empty. Is the environment variable set?";
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(text)) return "has no scheme: write https://sentry.acme.com";
  if (url?.username || url?.password) return "contains a user name or a password: use the origin alone";
  if (/^http:\/\/.*\*/i.test(text)) return "is a wildcard over http: wildcards need https";
  if (url && /^https?:/.test(url.protocol) && url.pathname + url.search + url.hash !== "/") {
    return "has a path: use the origin alone; a path belongs in the URL or base URL of the client";
  }
  return "is not an origin, such as https://sentry.acme.com or https://*.acme.com";
}

/** The origins for a credential that names some itself. Naming a Sentry origin, or none, means all of Sentry's. */
export function credentialOrigins(named: readonly string[]): readonly string[] {
  const others = named.length > 0 && !named.some((origin) => /^https:\/\/(?:.+\.)?sentry\.io$/i.test(origin));
  return others ? named : sentryOrigins.list;
}

/** The trusted form of a strategy's list: a list of this package was trusted before, a third party's is each time. */
export function trustedList(list: readonly string[], strategy: string): TrustedOrigins {
  // Most requests use the same list, and comparing costs less than a lookup. The lists are frozen.
  if (list !== latest?.list) latest = trusted.get(list) ?? trustOrigins(list, strategy);
  return latest;
}

/** Parses a URL as the platform resolves it; `null` if the platform cannot. */
export function parseUrl(url: string): URL | null {
  return URL.parse(url, globalThis.document?.baseURI ?? globalThis.location?.href);
}

/** Returns the text of a URL to send the credential to, or `undefined` if the credential must not go there. */
export function trustedUrl(url: string, { begins }: TrustedOrigins): string | undefined {
  // A text that begins with a serialized origin and a slash parses to that origin: the slash ends the authority, so
  // nothing behind it can change the scheme, the userinfo, the host or the port.
  if (begins(url)) return url;
  // In a serialized URL, the text before that slash is a listed origin only if there is no userinfo, and never in
  // `blob:` and opaque URLs. (`URL.origin` would accept the first two.)
  const href = parseUrl(url)?.href;
  return href && begins(href) ? href : undefined;
}

function trust(list: readonly string[]): TrustedOrigins {
  const exact = new Set<string>();
  const parents = new Set<string>();
  for (const origin of list) {
    if (origin.includes("*")) parents.add(origin.slice("https://*".length));
    else exact.add(origin);
  }
  const isSubdomain = (origin: string): boolean => {
    if (!origin.startsWith("https://") || origin.length > HOST_LIMIT) return false;
    for (let dot = 0; dot !== -1; dot = origin.indexOf(".", dot + 1)) {
      if (parents.has(origin.slice(dot))) return LABELS.test(origin.slice("https://".length, dot));
    }
    return false;
  };
  // The last origin that was found, and its slash. Most requests go to the same one, and comparing costs less.
  let last: string | undefined;
  const begins = (url: string): boolean => {
    // `startsWith` takes twice as long in V8; at 0, this looks at no other place.
    if (last !== undefined && url.lastIndexOf(last, 0) === 0) return true;
    const end = url.indexOf("/", "https://".length);
    if (end === -1) return false;
    const origin = url.slice(0, end);
    const isListed = exact.has(origin) || isSubdomain(origin);
    if (isListed) last = `${origin}/`;
    return isListed;
  };
  const origins = { list: Object.freeze([...list]), begins };
  trusted.set(origins.list, origins);
  return origins;
}
