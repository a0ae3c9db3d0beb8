import type { IssuedCredential } from "@x/sentry-store";

/** The token that an exchange returned. */
export interface IssuedToken {
  readonly credential: IssuedCredential;
  readonly scopes: readonly string[];
}

/** A difference of clocks up to this many milliseconds may as well be the way of the response. */
const TOLERANCE = 30_000;

/**
 * Reads the body of a successful exchange; `undefined` if it contains no token.
 *
 * @param sentAt - The time of the response by Sentry's clock, in milliseconds.
 */
export function readIssuedToken(body: unknown, sentAt: number): IssuedToken | undefined {
  // Own members alone, so that a polluted prototype adds none.
  const { token, expiresAt, scopes } = Object.assign(Object.create(null), body);
  const end = typeof expiresAt === "string" ? Date.parse(expiresAt) : Number.NaN;
  if (typeof token !== "string" || !/^[!-~]+$/.test(token) || Number.isNaN(end)) return undefined;
  if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === "string")) return undefined;
  const issuedAt = Date.now();
  const ahead = sentAt - issuedAt;
  // By the local clock, so that a clock that is wrong by hours does not let every token look expired.
  const local = Math.abs(ahead) > TOLERANCE ? end - ahead : end;
  return { credential: { value: token, issuedAt, expiresAt: local }, scopes };
}
