import type { Authorization } from "@x/sentry-core";

/** Imports a client secret as a key of HMAC-SHA256. */
export function importSecret(secret: Authorization, usage: "sign" | "verify"): Promise<CryptoKey> {
  // The secret is read inside the expression: error reporters record local variables.
  return crypto.subtle.importKey("raw", new TextEncoder().encode(secret.header), HMAC, false, [usage]);
}

const HMAC = { name: "HMAC", hash: "SHA-256" };
