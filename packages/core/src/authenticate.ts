import { CheckedAuthorization } from "./authorization.ts";
import { drain } from "./body.ts";
import type { AdapterOptions, Authorization, AuthRequest, AuthStrategy } from "./contract.ts";
import { isSentryAuthError, SentryAuthError } from "./errors.ts";
import { parseUrl } from "./origin.ts";
import { unavailable } from "./secret-source.ts";

/**
 * The part of an `AbortSignal` that {@link authenticate} needs.
 *
 * @example
 * const signal: Signal = AbortSignal.timeout(5_000);
 */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/**
 * What an adapter tells {@link authenticate} about one request, next to the options of its user.
 *
 * @example
 * const options: AuthenticateOptions = {
 *   replayable: true,
 *   signal: AbortSignal.timeout(5_000),
 * };
 */
export interface AuthenticateOptions extends AdapterOptions {
  /** Whether the request can be sent a second time with its whole body. `false` by default. */
  readonly replayable?: boolean | undefined;
  /** Ends the wait for an authorization, for this request alone. */
  readonly signal?: Signal | null | undefined;
}

/**
 * Sends a request: without an authorization where `header` is `undefined`, to the `url` that was checked.
 *
 * @example
 * const send: Send<Response> = (header, url) => fetch(url, header === undefined ? {} : { headers: { Authorization: header } });
 */
export type Send<Answer> = (header: string | undefined, url: string) => Promise<Answer>;

/**
 * Sends one request with a strategy's authorization: the one flow, which every adapter uses.
 *
 * Obtains the authorization, compares its origins with the request's, and calls `send`. After a 401 the authorization
 * is renewed and the request sent once more, if its body can be, with the answer's `body` read to its end before, if it is
 * a stream: its connection can be used again then. A URL that the platform cannot parse is sent without
 * an authorization, so that the client fails as it would.
 *
 * @example
 * const response = await authenticate(
 *   strategy,
 *   { url: "https://sentry.io/api/0/organizations/", method: "GET" },
 *   (header, url) => fetch(url, header === undefined ? {} : { headers: { Authorization: header } }),
 *   { replayable: true },
 * );
 *
 * @throws {SentryAuthError} `ERR_UNTRUSTED_ORIGIN` when the credential is not for the request's origin.
 * @throws {SentryAuthError} `ERR_SECRET_UNAVAILABLE` when the function that provides the secret failed.
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` when the secret or the header is not one that can be sent.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-401-unauthorized
 */
export function authenticate<Answer extends { readonly status: number; readonly body?: unknown }>(
  strategy: AuthStrategy,
  request: AuthRequest,
  send: Send<Answer>,
  options: AuthenticateOptions = {},
): Promise<Answer> {
  const { name } = strategy;
  const { signal } = options;

  const attempt = (given: Authorization, request: AuthRequest): Promise<Answer> => {
    const authorization = CheckedAuthorization.of(given, name);
    const url = authorization.urlFor(request.url);
    if (!url) {
      const refused = parseUrl(request.url);
      if (!refused || options.onUntrustedOrigin === "omit") return send(undefined, request.url);
      throw new SentryAuthError(
        "ERR_UNTRUSTED_ORIGIN",
        `the credential is not for ${refused.protocol}//${refused.host}, but for ${authorization.origins.slice(0, 3).join(", ") || "none"}. If it should be, list it in \`origin\``,
        { strategy: name },
      );
    }
    const answer = send(authorization.header, url);
    if (!strategy.renew) return answer;
    const again = async (first: Answer): Promise<Answer> => {
      const renewed = (async () => CheckedAuthorization.of(await strategy.renew?.(given, request), name))();
      // The server's 401 says more to the caller than the reason why there is no other secret.
      const settled = renewed.catch(() => undefined);
      const next = await abortable(settled, signal);
      if (!next?.urlFor(url) || next.header === authorization.header || !options.replayable) return first;
      await drain(first.body);
      return send(next.header, url);
    };
    return answer.then((first) => (first.status === 401 ? again(first) : first));
  };

  try {
    const url = /^https?:\/\//.test(request.url) ? request.url : parseUrl(request.url)?.href;
    if (!url) return send(undefined, request.url);
    const final = { url, method: request.method };
    const obtained = obtain(strategy, final);
    // A fixed or kept secret is at hand: no promise stands between the caller and the client.
    return isPromise(obtained)
      ? abortable(obtained, signal).then((authorization) => attempt(authorization, final))
      : attempt(obtained, final);
  } catch (error) {
    return Promise.reject(error);
  }
}

/** Asks the strategy, and makes whatever it fails with an error of ours. */
function obtain(strategy: AuthStrategy, request: AuthRequest): Authorization | Promise<Authorization> {
  const fail = (error: unknown): never => {
    throw isSentryAuthError(error) ? error : unavailable(strategy.name, error);
  };
  try {
    const obtained = strategy.authorize(request);
    return isPromise(obtained) ? obtained.then(undefined, fail) : obtained;
  } catch (error) {
    return fail(error);
  }
}

/** Waits for a promise that others may wait for too, and no longer than until `signal` aborts. */
function abortable<T>(promise: Promise<T>, signal: Signal | null | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    // Once the promise has settled this one, rejecting it does nothing.
    const abort = (): void => {
      signal.removeEventListener("abort", abort);
      reject(signal.reason);
    };
    void promise.then(resolve, reject).then(abort);
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
  });
}

function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof (value as { readonly then?: unknown } | undefined)?.then === "function";
}
