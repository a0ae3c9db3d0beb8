import { randomBytes, randomInt } from "node:crypto";

function hexadecimal(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}

/** A token of one of the prefixed kinds, or with no prefix one from before the prefixes. */
export function newToken(prefix: "sntryu_" | "sntrya_" | "sntryi_" | ""): string {
  return prefix + hexadecimal(32);
}

/** An organization token whose payload names this instance as the one that it is for. */
export function newOrganizationToken(organization: string, origin: string): string {
  const payload = JSON.stringify({ iat: Date.now() / 1000, url: origin, region_url: origin, org: organization });
  const secret = randomBytes(32).toString("base64").replace(/=+$/, "");
  return `sntrys_${Buffer.from(payload).toString("base64")}_${secret}`;
}

/** Both halves of a client key, as projects had them before the secret half went out of use. */
export interface ClientKey {
  readonly publicKey: string;
  readonly secretKey: string;
}

export function newClientKey(): ClientKey {
  return { publicKey: hexadecimal(16), secretKey: hexadecimal(16) };
}

export function newApiKey(): string {
  return hexadecimal(16);
}

export function newProjectId(): string {
  return String(randomInt(1_000_000, 1_000_000_000));
}
