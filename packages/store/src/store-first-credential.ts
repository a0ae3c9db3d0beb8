import type { CredentialStore, StoredCredential } from "./contract.ts";
import type { IssuedCredential } from "./define-shared-strategy.ts";

/**
 * Obtains a first credential, from a login or an authorized installation, and stores it in place of what is stored.
 *
 * Reads the store before it calls `exchange`, so that a code is not spent on a store that cannot be reached.
 *
 * @example
 * const stored = await storeFirstCredential({
 *   name: "acme",
 *   store,
 *   key: credentialKey({ kind: "acme", instance: "https://sentry.io", clientId: "1a2b3c", account: "default" }),
 *   exchange: async () => ({ value: await newToken(), issuedAt: Date.now() }),
 * });
 *
 * @param options.name - The strategy's name, as it appears in errors.
 * @throws {SentryAuthError} `ERR_SECRET_UNAVAILABLE` when the store failed. What `exchange` throws is passed on.
 */
export async function storeFirstCredential(options: {
  readonly name: string;
  readonly store: CredentialStore;
  readonly key: string;
  readonly exchange: () => Promise<IssuedCredential>;
}): Promise<StoredCredential> {
  throw new TypeError(`${options.name}: storeFirstCredential is not implemented yet`);
}
