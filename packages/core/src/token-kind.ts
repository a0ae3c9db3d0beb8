/** The shape of an organization token. The claims are bounded, so that nobody's input is decoded and parsed at length. */
const ORGANIZATION_TOKEN = /^sntrys_((?:[\dA-Za-z+/=]{4}){1,999})_[\dA-Za-z+/]{43}$/;

/**
 * What kind of Sentry auth token a text is, going by its shape alone. `classifyToken` reads the claims as well.
 *
 * @example
 * tokenKind(`sntryu_${"0123456789abcdef".repeat(4)}`); // "user"
 *
 * @see https://docs.sentry.io/account/auth-tokens/
 */
export function tokenKind(token: string): "user" | "user-app" | "integration" | "organization" | "unknown" {
  const [hex, letter] = /^(?:sntry([uai])_)?[\dA-Fa-f]{64}$/.exec(token) ?? [];
  if (hex) return letter === "a" ? "user-app" : letter === "i" ? "integration" : "user";
  return ORGANIZATION_TOKEN.test(token) ? "organization" : "unknown";
}
