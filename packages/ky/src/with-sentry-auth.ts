import type { AdapterOptions, AuthStrategy } from "@x/sentry-core";
import { type Fetch, withSentryAuth as withSentryAuthOnFetch } from "@x/sentry-fetch";
import { surfaceAuthErrors } from "./surface-auth-errors.ts";

/**
 * Any ky instance, of ky 1 or ky 2.
 *
 * @example
 * import ky from "ky";
 *
 * const instance: Ky = ky.create({ timeout: 5_000 });
 */
export interface Ky {
  readonly extend: (options: never) => unknown;
}

/** The part of ky's options that the adapter reads and sets, the same in both majors. */
interface Options {
  readonly fetch?: Fetch | undefined;
  readonly hooks?: { readonly beforeRequest?: readonly unknown[] | undefined } | undefined;
}

/**
 * Gives a new ky instance that authenticates, with everything else as in the given one, which stays as it is.
 *
 * The header is put in below ky's hooks, in the `fetch` option, so that it is in no request that a hook or an error
 * holds. A request that has an `Authorization` header of its own goes through untouched, and a `fetch` option that is
 * given to the new instance or to a call takes the place of authentication.
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
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` (likewise) when that function gave a secret that cannot be sent.
 * @see https://github.com/sindresorhus/ky#fetch
 */
export function withSentryAuth<Instance extends Ky>(
  instance: Instance,
  strategy: AuthStrategy,
  options?: AdapterOptions,
): Instance {
  if (typeof instance?.extend !== "function") throw new TypeError("instance must be a ky instance");
  let hooks: readonly unknown[] = [];
  const authenticated = extend(instance, (parent) => {
    hooks = parent.hooks?.beforeRequest ?? [];
    return {
      fetch: withSentryAuthOnFetch(parent.fetch ?? currentFetch, strategy, options),
      hooks: { beforeRequest: undefined },
    };
  });
  // Ours comes first: in ky 1, a hook that gives another Request ends the chain.
  return extend(authenticated, () => ({ hooks: { beforeRequest: [surfaceAuthErrors, ...hooks] } }));
}

// Looked up at each request, as ky does, so that a fetch which is replaced later (by a mock, by instrumentation) counts.
const currentFetch: typeof fetch = (input, init) => globalThis.fetch(input, init);

function extend<Instance extends Ky>(instance: Instance, change: (parent: Options) => Options): Instance {
  return (instance.extend as (options: typeof change) => Instance)(change);
}
