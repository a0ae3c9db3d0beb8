import { isSentryAuthError, SentryAuthError } from "@x/sentry-core";
import { cleanCause } from "./clean-cause.ts";
import type { CredentialStore } from "./contract.ts";
import { KeptCredential } from "./kept-credential.ts";
import { sharedStore } from "./shared-store.ts";
import type { IssuedCredential } from "./shared-strategy-definition.ts";
import { BRAKE, delay } from "./timing.ts";

/** How often another process may store first, and how often the store may fail, before the credential is lost. */
const ATTEMPTS = 10;
const FAILURES = 3;

/**
 * Obtains a first credential, from a login or an authorized installation, and stores it in place of what is stored.
 *
 * Reads the store before it calls `exchange`, so that a code is not spent on a store that cannot be reached.
 *
 * @example
 * await storeFirstCredential({
 *   name: "acme",
 *   store,
 *   key: credentialKey({ kind: "acme", instance: "https://sentry.io", clientId: "1a2b3c", account: "default" }),
 *   exchange: async () => ({ value: await newToken(), issuedAt: Date.now() }),
 * });
 *
 * @throws {SentryAuthError} `ERR_SECRET_UNAVAILABLE` when the store failed. What `exchange` throws is passed on.
 */
export async function storeFirstCredential({
  name,
  store,
  key,
  exchange,
}: {
  readonly name: string;
  readonly store: CredentialStore;
  readonly key: string;
  readonly exchange: () => Promise<IssuedCredential>;
}): Promise<void> {
  const shared = sharedStore(name, store, key);
  let current = await shared.read();
  const next = await issue(name, exchange);
  let failures = 0;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      const stored = await shared.replace(current, next);
      if (stored.id === next.id) return;
      current = stored;
    } catch (error) {
      failures += 1;
      if (failures === FAILURES) throw error;
      await delay(BRAKE);
    }
  }
  throw new SentryAuthError("ERR_SECRET_UNAVAILABLE", "other processes stored another credential at the same time", {
    strategy: name,
  });
}

async function issue(strategy: string, exchange: () => Promise<IssuedCredential>): Promise<KeptCredential> {
  let cause: unknown = new TypeError("exchange returned something that is not a credential");
  try {
    const next = KeptCredential.of({ ...(await exchange()), id: crypto.randomUUID() });
    if (next) return next;
  } catch (error) {
    if (isSentryAuthError(error)) throw error;
    cause = error;
  }
  throw new SentryAuthError("ERR_SECRET_UNAVAILABLE", "the exchange for a credential failed (see cause)", {
    strategy,
    cause: cleanCause(cause),
  });
}
