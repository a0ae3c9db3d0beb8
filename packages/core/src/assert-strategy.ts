import type { AdapterOptions, AuthStrategy } from "./contract.ts";
import { ownOption } from "./options.ts";

/**
 * Checks the arguments that an adapter receives beside its client, and returns its options, read once.
 *
 * @example
 * const withSentryAuth: AuthAdapter<typeof fetch> = (client, strategy, options) => {
 *   const { onUntrustedOrigin } = assertStrategy(strategy, options);
 *   return client;
 * };
 *
 * @throws {TypeError} when `strategy` is not an `AuthStrategy`, when `options.onUntrustedOrigin` is neither `"throw"` nor
 * `"omit"`, or when `options` has an `origin`, which is an option of the strategy.
 */
export function assertStrategy(strategy: AuthStrategy, options?: AdapterOptions): AdapterOptions {
  if (typeof strategy?.authorize !== "function" || typeof strategy.name !== "string")
    throw new TypeError("strategy must be an AuthStrategy, such as bearerAuth({ token })");
  if (options !== undefined && (typeof options !== "object" || options === null))
    throw new TypeError("options must be an object");
  const onUntrustedOrigin = ownOption(options, "onUntrustedOrigin");
  if (!["throw", "omit", undefined].includes(onUntrustedOrigin))
    throw new TypeError('onUntrustedOrigin must be "throw" or "omit"');
  if (ownOption(options as { readonly origin?: unknown } | undefined, "origin") !== undefined)
    throw new TypeError("origin is an option of the strategy: bearerAuth({ token, origin })");
  return { onUntrustedOrigin };
}
