export { cleanCause } from "./clean-cause.ts";
export type { CredentialStore, StoredCredential, StoreLock } from "./contract.ts";
export { credentialKey } from "./credential-key.ts";
export { defineSharedStrategy } from "./define-shared-strategy.ts";
export type { ExchangeFetchLike } from "./exchange-fetch.ts";
export { readInstance } from "./instance.ts";
export { memoryStore } from "./memory-store.ts";
export type {
  ExchangeContext,
  ExchangeOutcome,
  IssuedCredential,
  SharedStrategyDefinition,
} from "./shared-strategy-definition.ts";
export { storeFirstCredential } from "./store-first-credential.ts";
