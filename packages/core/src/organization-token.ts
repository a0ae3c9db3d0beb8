/** The claims of an organization token, as they stand in it; nothing for what has none. */
export function readClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    // Not decoded from UTF-8: of what is read here, nothing that is legal goes beyond ASCII.
    const claims = JSON.parse(atob(token.split("_")[1] ?? ""));
    return Object(claims) === claims ? claims : undefined;
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
  const { url, region_url } = readClaims(token) ?? {};
  return [...new Set([url, region_url].flatMap((claim) => originOf(claim) ?? []))];
}

function originOf(claim: unknown): string | undefined {
  return typeof claim === "string" ? /^https?:\/\/[\w.:[\]-]+(?=\/|$)/i.exec(claim)?.[0] : undefined;
}
