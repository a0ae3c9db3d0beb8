/**
 * What an auth token's own text tells about it.
 *
 * Only an organization token says more than its kind, and the four properties are there only where the token has them
 * in a usable form.
 *
 * @example
 * const origins = ({ url, regionUrl }: TokenClass) => [url, regionUrl].filter((origin) => origin !== undefined);
 */
export type TokenClass =
  | {
      /** Who the token stands for: a user, an OAuth application acting as one, an internal integration. */
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
      /** The Sentry instance: an absolute http or https URL without userinfo. */
      readonly url?: string;
      /** The organization's region, in the same form. */
      readonly regionUrl?: string;
      /** When the token was made, in whole milliseconds since the epoch. */
      readonly issuedAt?: number;
    };

/**
 * Tells what kind of Sentry auth token a text is.
 *
 * It goes by Sentry's own rules for the shape of each kind; any other text, also a token with white space around it or
 * an organization token with more than 4,000 characters of claims, is `unknown`. The claims of an organization token are
 * not signed: they tell where the token may go and prove nothing. One without a time of issue, which Sentry refuses,
 * still counts as an organization token: what it says about where it may go is heeded all the same.
 *
 * @example
 * classifyToken(`sntryu_${"0123456789abcdef".repeat(4)}`); // { kind: "user" }
 *
 * @throws {TypeError} when `token` is not a string; never for a string.
 * @see https://docs.sentry.io/account/auth-tokens/
 */
export function classifyToken(token: string): TokenClass {
  if (typeof token !== "string") throw new TypeError("classifyToken: token must be a string");
  const [hex, letter] = /^(?:sntry([uai])_)?[\dA-Fa-f]{64}$/.exec(token) ?? [];
  if (hex) return { kind: letter === "a" ? "user-app" : letter === "i" ? "integration" : "user" };
  try {
    // The claims are bounded, so that nobody's input is decoded and parsed at length.
    const [, base64 = ""] = /^sntrys_((?:[\dA-Za-z+/=]{4}){1,999})_[\dA-Za-z+/]{43}$/.exec(token) ?? [];
    const json = new TextDecoder().decode(Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0)));
    const { iat, url, region_url, org }: Record<string, unknown> = JSON.parse(json);
    if (/^\s*{/.test(json)) {
      return {
        kind: "organization",
        ...(isText(org, /^[\w-]{1,50}$/) && { organization: org }),
        ...(isInstance(url) && { url }),
        ...(isInstance(region_url) && { regionUrl: region_url }),
        // Where a Date ends, no time of issue can be.
        ...(typeof iat === "number" && iat > 0 && iat < 8.64e12 && { issuedAt: Math.floor(iat * 1000) }),
      };
    }
  } catch {
    // Neither base64 nor JSON.
  }
  return { kind: "unknown" };
}

function isInstance(claim: unknown): claim is string {
  // The parser takes more than that: userinfo, backslashes, wildcards, white space and invisible characters.
  return isText(claim, /^https?:\/\/[^\s\p{C}@*\\]+$/iu) && URL.canParse(claim);
}

function isText(claim: unknown, pattern: RegExp): claim is string {
  return typeof claim === "string" && pattern.test(claim);
}
