import type { Authorization } from "@x/sentry-core";
import { importSecret } from "./hmac.ts";

/** How long a JWT is valid, in seconds. */
const LIFETIME = 60;

/**
 * Signs a JWT for one exchange. Sentry accepts each `jti` once.
 *
 * @param now - Milliseconds since the epoch, by Sentry's clock.
 * @see https://www.rfc-editor.org/rfc/rfc7523
 */
export async function signJwt(clientId: string, secret: Authorization, now: number): Promise<string> {
  const iat = Math.floor(now / 1000);
  const claims = { iss: clientId, sub: clientId, iat, exp: iat + LIFETIME, jti: crypto.randomUUID() };
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  const key = await importSecret(secret, "sign");
  const signature = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
  return `${text}.${base64url(String.fromCharCode(...new Uint8Array(signature)))}`;
}

/** The client id is ASCII, so `btoa` encodes the JSON. */
function encode(part: object): string {
  return base64url(JSON.stringify(part));
}

function base64url(binary: string): string {
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
