import type { AuthStrategy } from "@x/sentry-core";
import type { SharedStrategyDefinition } from "./shared-strategy-definition.ts";

/**
 * Creates a strategy for a credential of which only one is alive at a time, shared by the processes that use the store.
 *
 * A request with a valid credential makes no call to the store. A renewal takes the store's lock, reads, uses another
 * process' credential if there is one, and otherwise exchanges and stores before the first use. Requests that start
 * during a renewal wait for it, at most 30 seconds.
 *
 * @example
 * const strategy = defineSharedStrategy({
 *   name: "acme",
 *   store: memoryStore(),
 *   key: credentialKey({ kind: "acme", instance: "https://sentry.io", clientId: "1a2b3c", account: "default" }),
 *   origins: ["https://sentry.io", "https://*.sentry.io"],
 *   renewBefore: 60_000,
 *   exchange: async () => ({ value: await newToken(), issuedAt: Date.now() }),
 *   superseded: () => new SentryAuthError("ERR_LOGIN_REQUIRED", "log in again", { strategy: "acme" }),
 * });
 *
 * @throws {TypeError} when `origin` is not an origin, or the store lacks `read` or `replace`.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export function defineSharedStrategy(definition: SharedStrategyDefinition): AuthStrategy {
  throw new TypeError(`${definition.name}: defineSharedStrategy is not implemented yet`);
}
