export { cleanCause } from "./clean-cause.ts";
export type { CredentialStore, StoredCredential, StoreLock } from "./contract.ts";
export { credentialKey } from "./credential-key.ts";
export {
  defineSharedStrategy,
  type ExchangeContext,
  type ExchangeOutcome,
  type IssuedCredential,
  type SharedStrategyDefinition,
} from "./define-shared-strategy.ts";
export { memoryStore } from "./memory-store.ts";
export { storeFirstCredential } from "./store-first-credential.ts";
