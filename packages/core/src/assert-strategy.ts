import type { AdapterOptions, AuthStrategy } from "./contract.ts";

/**
 * Checks, for callers without types, what a user handed to an adapter next to the client.
 *
 * @example
 * const withSentryAuth: AuthAdapter<typeof fetch> = (client, strategy, options) => {
 *   assertStrategy(strategy, options);
 *   return client;
 * };
 *
 * @throws {TypeError} when `strategy` is not an `AuthStrategy`, or `options.onUntrustedOrigin` is neither `"throw"` nor `"omit"`.
 */
export function assertStrategy(strategy: AuthStrategy, options?: AdapterOptions): void {
  if (typeof strategy?.authorize !== "function" || typeof strategy.name !== "string")
    throw new TypeError("strategy must be an AuthStrategy");
  if (!["throw", "omit", undefined].includes(options?.onUntrustedOrigin))
    throw new TypeError('onUntrustedOrigin must be "throw" or "omit"');
}
