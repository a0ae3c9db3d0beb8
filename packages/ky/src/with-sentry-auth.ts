import type { AdapterOptions, AuthStrategy } from "@x/sentry-core";
import { type FetchLike, withSentryAuth as withSentryAuthOnFetch } from "@x/sentry-fetch";
import { surfaceAuthErrors } from "./surface-auth-errors.ts";

/**
 * A ky instance, of ky 1 or ky 2.
 *
 * @example
 * import ky from "ky";
 *
 * const instance: KyLike = ky.create({ timeout: 5_000 });
 */
export interface KyLike {
  readonly extend: (options: never) => unknown;
}

/** The part of ky's options that the adapter reads and sets, the same in both majors. */
interface Options {
  readonly fetch?: FetchLike | undefined;
  readonly hooks?: { readonly beforeRequest?: readonly unknown[] | undefined } | undefined;
}

/**
 * Returns a new ky instance that authenticates and is otherwise the same as the given one, which does not change.
 *
 * The header is set below ky's hooks, in the `fetch` option, so that no hook and no error can read it. A request with its
 * own `Authorization` header goes through untouched. A `fetch` option of a later `extend` or of a call replaces
 * authentication.
 *
 * @example
 * import { bearerAuth } from "@x/sentry-bearer";
 * import { withSentryAuth } from "@x/sentry-ky";
 * import ky from "ky";
 *
 * const sentry = withSentryAuth(ky, bearerAuth({ token: process.env.SENTRY_AUTH_TOKEN }));
 * const projects = await sentry("https://sentry.io/api/0/organizations/acme/projects/").json();
 *
 * @throws {TypeError} when an argument is of the wrong type.
 * @throws {SentryAuthError} `ERR_UNTRUSTED_ORIGIN` (a request, as a rejection, never retried) when it goes to an origin
 * that the credential is not for.
 * @throws {SentryAuthError} `ERR_SECRET_UNAVAILABLE` (likewise) when the function that provides the secret failed.
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` (likewise) when that function returned a secret that cannot be sent.
 * @throws {SentryAuthError} `ERR_LOGIN_REQUIRED` (likewise) when the credential is gone and a person has to log in again.
 * @see https://github.com/sindresorhus/ky#fetch
 */
export function withSentryAuth<Instance extends KyLike>(
  instance: Instance,
  strategy: AuthStrategy,
  options?: AdapterOptions,
): Instance {
  if (typeof instance?.extend !== "function" || "paginate" in instance)
    throw new TypeError("instance must be a ky instance");
  let hooks: readonly unknown[] = [];
  const authenticated = extend(instance, (parent) => {
    hooks = parent.hooks?.beforeRequest ?? [];
    return {
      fetch: withSentryAuthOnFetch(parent.fetch ?? currentFetch, strategy, options),
      hooks: { beforeRequest: undefined },
    };
  });
  // Ours comes first: in ky 1, a hook that returns another Request ends the chain.
  return extend(authenticated, () => ({ hooks: { beforeRequest: [surfaceAuthErrors, ...hooks] } }));
}

// Looked up at each request, as ky does, so that a fetch that is replaced later (by a mock, by instrumentation) is used.
const currentFetch: typeof fetch = (input, init) => globalThis.fetch(input, init);

function extend<Instance extends KyLike>(instance: Instance, change: (parent: Options) => Options): Instance {
  return (instance.extend as (options: typeof change) => Instance)(change);
}
