import {
  type AbortSignalLike,
  type AdapterOptions,
  type AuthStrategy,
  assertStrategy,
  authenticate,
  isReplayable,
  type Outgoing,
  type ResponseLike,
} from "@x/sentry-core";
import { assertFetch } from "./assert-fetch.ts";
import { attemptsOf, cancelBody } from "./attempts.ts";
import { type HeadersInput, hasAuthorization, type ReadHeaders, readHeaders, withAuthorization } from "./headers.ts";
import { type RequestLike, readRequest } from "./request.ts";

/**
 * A function with the shape of `fetch`: the platform's, undici's, node-fetch's or a test double.
 *
 * @example
 * const double: FetchLike = async () => new Response("{}");
 */
export interface FetchLike {
  (input: never, init?: never): Promise<{ readonly status: number }>;
  // axios, ky, got and superagent are functions too.
  readonly interceptors?: undefined;
  readonly extend?: undefined;
  readonly agent?: undefined;
}

/** The part of `RequestInit` that the adapter reads. */
interface Init {
  readonly method?: unknown;
  readonly headers?: HeadersInput | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignalLike | null | undefined;
  readonly referrer?: string | undefined;
  readonly referrerPolicy?: string | undefined;
}

/**
 * Adds authentication to a fetch and returns a new function of the same type.
 *
 * A request with its own `Authorization` header goes through untouched. In tests, a mock that replaces the global `fetch`
 * later is not seen by a function that was wrapped before: wrap `(...args) => fetch(...args)` instead.
 *
 * @example
 * import { bearerAuth } from "@x/sentry-bearer";
 * import { withSentryAuth } from "@x/sentry-fetch";
 *
 * const sentry = withSentryAuth(fetch, bearerAuth({ token: process.env.SENTRY_AUTH_TOKEN }));
 * await sentry("https://sentry.io/api/0/organizations/acme/projects/");
 *
 * @throws {TypeError} when an argument has the wrong type, such as another client's.
 * @throws {SentryAuthError} `ERR_UNTRUSTED_ORIGIN` (the returned function, as a rejection) when a request goes to an
 * origin that the credential is not for.
 * @throws {SentryAuthError} `ERR_SECRET_UNAVAILABLE` (likewise) when the function that provides the secret failed.
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` (likewise) when that function returned a secret that cannot be sent.
 * @throws {SentryAuthError} `ERR_LOGIN_REQUIRED` (likewise) when the credential is gone and a person has to log in again.
 * @see https://fetch.spec.whatwg.org/#fetch-method
 */
export function withSentryAuth<Client extends FetchLike>(
  fetch: Client,
  strategy: AuthStrategy,
  options?: AdapterOptions,
): Client {
  assertFetch(fetch);
  const { onUntrustedOrigin } = assertStrategy(strategy, options);
  const client: (input: unknown, init?: unknown) => Promise<ResponseLike> = fetch as never;

  // Named as the platform's fetch, with a length of 1 as well.
  const { fetch: authenticated } = {
    fetch: (input: unknown, given: unknown = undefined): Promise<ResponseLike> => {
      let isRead = false;
      try {
        if (given != null && !isObject(given)) throw new TypeError();
        const read = isObject(input) ? readRequest(input) : undefined;
        const request = read?.request;
        // Read once: an object could convert to another URL each time.
        const url = read?.url ?? `${input}`;
        const init = readInit(given as Init | null | undefined);
        const { body, method, headers: own, signal = request?.signal } = init ?? {};
        const headers = readHeaders(own ?? request?.headers);
        const isFinal = signal?.aborted === true || hasAuthorization(headers);
        isRead = true;
        // Nothing is left to authenticate. Of an aborted request, the client cancels the body.
        if (isFinal) {
          return init ? client(request ?? url, own == null ? init : { ...init, headers }) : client(request ?? url);
        }

        const attempts = request && body == null && strategy.renew ? attemptsOf(request) : undefined;
        let isSent = false;
        const send = ({ url, authorization }: Outgoing): Promise<ResponseLike> => {
          isSent = true;
          const to = attempts?.take() ?? request ?? url;
          if (!authorization && !init) return client(to);
          // The header is in no variable: error reporters record those of the frames below which a client throws.
          return client(to, outgoingInit(init, request, headers, authorization));
        };
        const response = authenticate(strategy, { url, method: methodOf(method ?? request?.method) }, send, {
          onUntrustedOrigin,
          signal,
          replayable: strategy.renew && (() => (body == null ? (attempts?.isWhole() ?? true) : isReplayable(body))),
        });
        if (attempts || !isSent) {
          const end = (): void => {
            attempts?.end();
            if (!isSent) cancelBody(body ?? request?.body);
          };
          void response.then(end, end);
        }
        return response;
      } catch (error) {
        // What cannot be read is the client's to reject, in its own words and without a credential.
        return isRead ? Promise.reject(error) : (async () => client(input, given))();
      }
    },
  };
  // Own properties are kept: Bun's `preconnect`, a test double's records.
  for (const name of Reflect.ownKeys(fetch)) {
    const property = Object.getOwnPropertyDescriptor(fetch, name);
    // Defining what is equal would cost 250 bytes for each client.
    const own = Object.getOwnPropertyDescriptor(authenticated, name);
    if (property && !(own && own.value === property.value)) Object.defineProperty(authenticated, name, property);
  }
  return authenticated as never;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" ? value !== null : typeof value === "function";
}

function methodOf(method: unknown): string {
  const text = method ?? "GET";
  // Changing the case of a text costs more than the comparison.
  return text === "GET" || text === "POST" ? text : String(text).toUpperCase();
}

/** A copy of the caller's init with the authorization, for one attempt. */
function outgoingInit(
  init: Init | undefined,
  request: RequestLike | undefined,
  headers: ReadHeaders,
  authorization: Outgoing["authorization"],
): Init {
  if (!request) {
    return { ...init, headers: authorization ? withAuthorization(headers, authorization.header) : headers };
  }
  // A Request loses these two as soon as it is given an init.
  const { referrer, referrerPolicy } = request;
  return {
    referrer,
    referrerPolicy,
    ...init,
    headers: authorization ? withAuthorization(headers, authorization.header) : headers,
  };
}

/** Copies an init, reading each field once. An init may be a Request, or a class instance, whose fields are inherited. */
function readInit(init: Init | null | undefined): Init | undefined {
  if (!init) return undefined;
  const prototype = Object.getPrototypeOf(init);
  // What a function inherits is not for others to read.
  if (prototype === Object.prototype || prototype === null || typeof init === "function") return { ...init };
  // Without a prototype, since a polluted one would hide the fields of the class.
  const fields: Record<string, unknown> = Object.create(null);
  // Not `for … in`, which skips the getters of a class.
  for (let home: object = init; Object.getPrototypeOf(home) !== null; home = Object.getPrototypeOf(home)) {
    for (const name of Object.getOwnPropertyNames(home)) {
      if (!(name in fields)) fields[name] = init[name as keyof Init];
    }
  }
  return fields;
}
