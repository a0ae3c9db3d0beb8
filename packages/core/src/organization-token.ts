import { ORGANIZATION_TOKEN } from "./token-kind.ts";

/** What an organization token says about itself. The URLs are there only where a credential can go to them. */
interface Claims {
  readonly iat: unknown;
  readonly org: unknown;
  readonly url: string | undefined;
  readonly regionUrl: string | undefined;
}

/** The claims of an organization token, `undefined` for any other text. */
export function readClaims(token: string): Claims | undefined {
  const [, base64 = ""] = ORGANIZATION_TOKEN.exec(token) ?? [];
  try {
    const json = new TextDecoder().decode(Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0)));
    const { iat, org, url, region_url }: Record<string, unknown> = JSON.parse(json);
    return /^\s*{/.test(json) ? { iat, org, url: instance(url), regionUrl: instance(region_url) } : undefined;
  } catch {
    // Neither base64 nor JSON.
    return undefined;
  }
}

/**
 * The origins that an organization token names as its own: none for any other token.
 *
 * @example
 * const credentials = (token: string): Credentials => ({ credentials: token, origins: tokenOrigins(token) });
 *
 * @see https://docs.sentry.io/account/auth-tokens/#organization-auth-tokens
 */
export function tokenOrigins(token: string): readonly string[] {
  const { url, regionUrl } = readClaims(token) ?? {};
  return [...new Set([url, regionUrl].flatMap((claim) => (claim ? new URL(claim).origin : [])))];
}

function instance(claim: unknown): string | undefined {
  // The parser takes more than that: userinfo, backslashes, white space and invisible characters.
  if (typeof claim !== "string" || !/^https?:\/\/[^\s\p{C}@*\\]+$/iu.test(claim)) return undefined;
  const host = URL.parse(claim)?.host;
  // A full-width or escaped asterisk becomes that of a wildcard.
  return host && !/[*%]/.test(host) ? claim : undefined;
}
