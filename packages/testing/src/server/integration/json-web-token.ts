import { createHmac, timingSafeEqual } from "node:crypto";

/** Verifies JSON Web Tokens, each of which is accepted once. */
export interface TokenVerifier {
  /** The `detail` of the refusal, or `undefined` for a valid token. `now` is in milliseconds. */
  refuse(authorization: string | undefined, clientId: string, clientSecret: string, now: number): string | undefined;
}

export function createTokenVerifier(): TokenVerifier {
  const used = new Set<string>();
  return {
    refuse: (authorization, clientId, clientSecret, now) => {
      if (authorization === undefined) return "Header is in invalid form";
      const [, token] = /^bearer +(\S+)$/i.exec(authorization) ?? [];
      if (token === undefined) return "Bearer not present in token";
      const claims = readClaims(token, clientSecret);
      const seconds = Math.floor(now / 1000);
      const { iss, sub, iat, exp, jti } = claims ?? {};
      if (iss !== undefined && iss !== clientId) return "JWT is not valid for this application";
      const inTime = isInteger(iat) && isInteger(exp) && iat <= seconds && seconds < exp;
      if (!inTime || sub !== clientId || typeof jti !== "string" || jti === "") return "Could not validate JWT";
      if (used.has(jti)) return "JWT has already been used";
      used.add(jti);
      return undefined;
    },
  };
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

/** The claims of a token that this secret has signed with HS256. */
function readClaims(token: string, clientSecret: string): Record<string, unknown> | undefined {
  const [header = "", payload = "", signature = "", ...more] = token.split(".");
  const expected = createHmac("sha256", clientSecret).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, "base64url");
  if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  try {
    const { alg } = JSON.parse(Buffer.from(header, "base64url").toString());
    return alg === "HS256" ? JSON.parse(Buffer.from(payload, "base64url").toString()) : undefined;
  } catch {
    return undefined;
  }
}
