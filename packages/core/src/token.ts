/**
 * The information in an auth token's own text.
 *
 * Only an organization token contains more than its kind. Each of the four properties is present only if the token
 * contains it in a usable form.
 *
 * @example
 * const origins = ({ url, regionUrl }: TokenClass) => [url, regionUrl].filter((origin) => origin !== undefined);
 */
export type TokenClass =
  | {
      /** The owner's kind: a user, an OAuth application acting as one, an internal integration. */
      readonly kind: "user" | "user-app" | "integration" | "unknown";
      readonly organization?: never;
      readonly url?: never;
      readonly regionUrl?: never;
      readonly issuedAt?: never;
    }
  | {
      readonly kind: "organization";
      /** The organization's slug. */
      readonly organization?: string;
      /** The Sentry instance: an absolute http or https URL, without userinfo, in ASCII. */
      readonly url?: string;
      /** The organization's region, in the same form. */
      readonly regionUrl?: string;
      /** The time of issue, in whole milliseconds since the epoch. */
      readonly issuedAt?: number;
    };

/** The shape of an organization token. The claims are bounded, so that no long input is decoded and parsed. */
const ORGANIZATION_TOKEN = /^sntrys_((?:[\dA-Za-z+/=]{4}){1,999})_[\dA-Za-z+/]{43}$/;

/**
 * Returns the kind of a Sentry auth token, by its shape alone. {@link classifyToken} reads the claims as well.
 *
 * @example
 * tokenKind(`sntryu_${"0123456789abcdef".repeat(4)}`); // "user"
 *
 * @see https://docs.sentry.io/account/auth-tokens/
 */
export function tokenKind(token: string): TokenClass["kind"] {
  const [hex, letter] = /^(?:sntry([uai])_)?[\dA-Fa-f]{64}$/.exec(token) ?? [];
  if (hex) return letter === "a" ? "user-app" : letter === "i" ? "integration" : "user";
  return ORGANIZATION_TOKEN.test(token) ? "organization" : "unknown";
}

/**
 * Returns the kind of a Sentry auth token and, for an organization token, its claims.
 *
 * It applies Sentry's own rules for the shape of each kind. Any other text is `unknown`, including a token with white
 * space around it and an organization token with more than 4,000 characters of claims. The claims of an organization
 * token are not signed: they say where the token may go and prove nothing. A token without a time of issue, which Sentry
 * refuses, still counts as an organization token, and its origins still apply.
 *
 * @example
 * classifyToken(`sntryu_${"0123456789abcdef".repeat(4)}`); // { kind: "user" }
 *
 * @throws {TypeError} when `token` is not a string; never for a string.
 * @see https://docs.sentry.io/account/auth-tokens/
 */
export function classifyToken(token: string): TokenClass {
  if (typeof token !== "string") throw new TypeError("classifyToken: token must be a string");
  const kind = tokenKind(token);
  if (kind !== "organization") return { kind };
  const claims = readClaims(token);
  if (!claims) return { kind: "unknown" };
  const { iat, org, url, region_url } = claims;
  return {
    kind,
    ...(typeof org === "string" && /^[\w-]{1,50}$/.test(org) && { organization: org }),
    ...(isInstance(url) && { url }),
    ...(isInstance(region_url) && { regionUrl: region_url }),
    // Later than the last Date, it cannot be a time of issue.
    ...(typeof iat === "number" && iat > 0 && iat < 8.64e12 && { issuedAt: Math.floor(iat * 1000) }),
  };
}

/**
 * Returns the origins that an organization token names as its own: none for any other token.
 *
 * @example
 * const credentials = (token: string): Credentials => ({ credentials: token, origins: tokenOrigins(token) });
 *
 * @see https://docs.sentry.io/account/auth-tokens/#organization-auth-tokens
 */
export function tokenOrigins(token: string): readonly string[] {
  // Parsing any other token would throw, which costs more than everything else here.
  if (!token.startsWith("sntrys_")) return [];
  const { url, region_url } = readClaims(token) ?? {};
  return [...new Set([url, region_url].flatMap((claim) => originOf(claim) ?? []))];
}

function originOf(claim: unknown): string | undefined {
  return typeof claim === "string" ? /^https?:\/\/[\w.:[\]-]+(?=\/|$)/i.exec(claim)?.[0] : undefined;
}

/** Returns the claims of an organization token as an object without a prototype, or nothing if it has none. */
function readClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    // Not decoded from UTF-8: the valid values of what is read here are ASCII.
    const claims = JSON.parse(atob(token.split("_")[1] ?? ""));
    // Without a prototype, no polluted `Object.prototype` adds an origin.
    return Object(claims) === claims && !Array.isArray(claims) ? { __proto__: null, ...claims } : undefined;
  } catch {
    // Neither base64 nor JSON.
    return undefined;
  }
}

function isInstance(claim: unknown): claim is string {
  // The parser takes more than that: userinfo, backslashes, white space and invisible characters.
  if (typeof claim !== "string" || !/^https?:\/\/(?!.*[@*\\])[!-~]+$/i.test(claim)) return false;
  const host = URL.parse(claim)?.host;
  // An escaped asterisk becomes that of a wildcard.
  return host !== undefined && !/[*%]/.test(host);
}
