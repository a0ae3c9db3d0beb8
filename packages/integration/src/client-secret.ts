import { type AuthStrategy, defineStrategy, type Secret } from "@x/sentry-core";

/** The name of the strategy in errors. */
export const NAME = "integration";

const sources = new WeakMap<object, AuthStrategy>();

/**
 * Returns the source of a client secret: core checks, caches and renews it like every other secret.
 *
 * Thousands of installations share one integration, so all that were created with the same function share one cache.
 */
export function clientSecretSource(secret: Secret | undefined): AuthStrategy {
  const known = typeof secret === "function" ? sources.get(secret) : undefined;
  if (known) return known;
  const source = defineStrategy({
    name: NAME,
    label: "client secret",
    secret,
    read: (credentials) => ({ credentials }),
    // The caller has decided that another secret may help: the refusals of exchanges have other texts than Sentry's API.
    canRenew: () => true,
  });
  if (typeof secret === "function") sources.set(secret, source);
  return source;
}
