import type { IssuedCredential } from "@x/sentry-store";

/** The token that an exchange returned. */
export interface IssuedToken {
  readonly credential: IssuedCredential;
  readonly scopes: readonly string[];
}

/** A difference of clocks up to this many milliseconds may as well be the way of the response. */
const TOLERANCE = 30_000;

/**
 * Reads the body of a successful exchange; `undefined` if it contains no token. Never throws, so that no error has the
 * body beside it.
 *
 * @param sentAt - The time of the response by Sentry's clock, in milliseconds.
 */
export function readIssuedToken(body: string, sentAt: number): IssuedToken | undefined {
  const { token, expiresAt, scopes } = Object(parse(body));
  const end = typeof expiresAt === "string" ? Date.parse(expiresAt) : Number.NaN;
  if (typeof token !== "string" || !/^[!-~]+$/.test(token) || Number.isNaN(end)) return undefined;
  if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === "string")) return undefined;
  const issuedAt = Date.now();
  const ahead = sentAt - issuedAt;
  // By the local clock, so that a clock that is wrong by hours does not let every token look expired.
  const local = Math.abs(ahead) > TOLERANCE ? end - ahead : end;
  return { credential: { value: token, issuedAt, expiresAt: local }, scopes };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
