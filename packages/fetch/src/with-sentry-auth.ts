import {
  type AdapterOptions,
  type AuthStrategy,
  assertStrategy,
  authenticate,
  isReplayable,
  type Signal,
} from "@x/sentry-core";
import { type HeadersInput, hasAuthorization, readHeaders, withAuthorization } from "./headers.ts";
import { type RequestLike, requestUrl } from "./request.ts";

/**
 * Any function with the shape of `fetch`: the platform's, undici's, node-fetch's or a test double.
 *
 * @example
 * const double: Fetch = async () => new Response("{}");
 */
export type Fetch = (input: never, init?: never) => Promise<{ readonly status: number }>;

/** The part of `RequestInit` that the adapter reads and sets. */
interface Init {
  readonly method?: string | undefined;
  readonly headers?: HeadersInput | undefined;
  readonly body?: unknown;
  readonly signal?: Signal | null | undefined;
  referrer?: string | undefined;
  referrerPolicy?: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/**
 * Puts authentication around a fetch and gives back a new function of the same type.
 *
 * A request that has an `Authorization` header of its own goes through untouched.
 *
 * @example
 * import { bearerAuth } from "@x/sentry-bearer";
 * import { withSentryAuth } from "@x/sentry-fetch";
 *
 * const sentry = withSentryAuth(fetch, bearerAuth({ token: process.env.SENTRY_AUTH_TOKEN }));
 * await sentry("https://sentry.io/api/0/organizations/acme/projects/");
 *
 * @throws {TypeError} when an argument is of the wrong type.
 * @throws {SentryAuthError} `ERR_UNTRUSTED_ORIGIN` (the returned function, as a rejection) when a request goes to an
 * origin that the credential is not for.
 * @throws {SentryAuthError} `ERR_SECRET_UNAVAILABLE` (likewise) when the function that provides the secret failed.
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` (likewise) when that function gave a secret that cannot be sent.
 * @see https://fetch.spec.whatwg.org/#fetch-method
 */
export function withSentryAuth<Client extends Fetch>(
  fetch: Client,
  strategy: AuthStrategy,
  options?: AdapterOptions,
): Client {
  if (typeof fetch !== "function") throw new TypeError("fetch must be a function");
  assertStrategy(strategy, options);
  const client: (input: unknown, init?: unknown) => Promise<Answer> = fetch as never;

  const authenticated = (input: unknown, given?: Init): Promise<Answer> => {
    try {
      // Read once: an object could give another URL each time that it is asked.
      const text = String(input);
      // Of any realm. A fetch that does not know its class would take this text for the URL, and fail.
      const request = text === "[object Request]" ? (input as RequestLike) : undefined;
      const init = ownFields(given);
      const headers = readHeaders(init?.headers ?? request?.headers);

      let target = request;
      let spare = request;
      const send = (header: string | undefined, url: string): Promise<Answer> => {
        const to = target ?? url;
        target = spare;
        if (!header && !init) return client(to);
        const sent: Init = { ...init, headers: header ? withAuthorization(headers, header) : headers };
        if (request) {
          // A Request forgets these two as soon as it is given an init.
          sent.referrer ??= request.referrer;
          sent.referrerPolicy ??= request.referrerPolicy;
        }
        return client(to, sent);
      };
      if (hasAuthorization(headers)) return send(undefined, text);

      // Where a browser does not tell a Request's body, there may be one.
      if (strategy.renew && request && request.body !== null && !init?.body) spare = request.clone();
      return authenticate(
        strategy,
        {
          url: request ? requestUrl(request) : text,
          method: (init?.method ?? request?.method ?? "GET").toUpperCase(),
        },
        send,
        {
          onUntrustedOrigin: options?.onUntrustedOrigin,
          signal: init?.signal === undefined ? request?.signal : init.signal,
          replayable: isReplayable(init?.body),
        },
      );
    } catch (error) {
      return Promise.reject(error);
    }
  };
  // Own properties are kept: Bun's `preconnect`, a test double's records.
  return Object.defineProperties(authenticated, Object.getOwnPropertyDescriptors(fetch)) as never;
}

/** The fields of an init in an object of their own. An init may be a Request, or a class instance, whose fields are inherited. */
function ownFields(init: Init | undefined): Init | undefined {
  if (!init || Object.getPrototypeOf(init) === Object.prototype) return init;
  const fields: Record<string, unknown> = {};
  // Not `for … in`, which passes over the getters of a class.
  for (let home: object = init; home && home !== Object.prototype; home = Object.getPrototypeOf(home)) {
    for (const name of Object.getOwnPropertyNames(home)) fields[name] ??= init[name as keyof Init];
  }
  return fields;
}
