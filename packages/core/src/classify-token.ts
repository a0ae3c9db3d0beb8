import { readClaims } from "./organization-token.ts";
import { tokenKind } from "./token-kind.ts";

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
      /** The Sentry instance: an absolute http or https URL, without userinfo, in ASCII. */
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
  const kind = tokenKind(token);
  if (kind !== "organization") return { kind };
  const claims = readClaims(token);
  if (!claims || Array.isArray(claims)) return { kind: "unknown" };
  const { iat, org, url, region_url } = claims;
  return {
    kind,
    ...(typeof org === "string" && /^[\w-]{1,50}$/.test(org) && { organization: org }),
    ...(isInstance(url) && { url }),
    ...(isInstance(region_url) && { regionUrl: region_url }),
    // Where a Date ends, no time of issue can be.
    ...(typeof iat === "number" && iat > 0 && iat < 8.64e12 && { issuedAt: Math.floor(iat * 1000) }),
  };
}

function isInstance(claim: unknown): claim is string {
  // The parser takes more than that: userinfo, backslashes, white space and invisible characters.
  if (typeof claim !== "string" || !/^https?:\/\/(?!.*[@*\\])[!-~]+$/i.test(claim)) return false;
  const host = URL.parse(claim)?.host;
  // An escaped asterisk becomes that of a wildcard.
  return host !== undefined && !/[*%]/.test(host);
}
