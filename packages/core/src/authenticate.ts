import { HiddenAuthorization } from "./authorization.ts";
import type { AdapterOptions, Authorization, AuthRequest, AuthStrategy } from "./contract.ts";
import { isSentryAuthError, SentryAuthError } from "./errors.ts";
import { parseUrl, trustedUrl } from "./origin.ts";
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
 * const options: AuthenticateOptions<Response> = {
 *   replayable: true,
 *   discard: (answer) => answer.body?.cancel(),
 *   signal: AbortSignal.timeout(5_000),
 * };
 */
export interface AuthenticateOptions<Answer> extends AdapterOptions {
  /** Whether the request can be sent a second time with its whole body. `false` by default. */
  readonly replayable?: boolean | undefined;
  /** Frees what the first answer holds, such as its connection, before the request is sent again. */
  readonly discard?: ((answer: Answer) => unknown) | undefined;
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
 * is renewed and the request sent once more, if its body can be. A URL that the platform cannot parse is sent without
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
export function authenticate<Answer extends { readonly status: number }>(
  strategy: AuthStrategy,
  request: AuthRequest,
  send: Send<Answer>,
  options: AuthenticateOptions<Answer> = {},
): Promise<Answer> {
  try {
    const final = absolute(request);
    if (final === undefined) return send(undefined, request.url);
    const obtained = obtain(strategy, final);
    // A fixed or kept secret is at hand: no promise stands between the caller and the client.
    return isPromise(obtained)
      ? abortable(obtained, options.signal).then((authorization) =>
          attempt(authorization, strategy, final, send, options),
        )
      : attempt(obtained, strategy, final, send, options);
  } catch (error) {
    return Promise.reject(error);
  }
}

function absolute(request: AuthRequest): AuthRequest | undefined {
  const { url, method } = request;
  if (url.startsWith("https://") || url.startsWith("http://")) return request;
  const href = parseUrl(url)?.href;
  return href === undefined ? undefined : { url: href, method };
}

function obtain(strategy: AuthStrategy, request: AuthRequest): Authorization | Promise<Authorization> {
  try {
    const obtained = strategy.authorize(request);
    return isPromise(obtained) ? obtained.then(undefined, (error) => fail(strategy, error)) : obtained;
  } catch (error) {
    return fail(strategy, error);
  }
}

function fail(strategy: AuthStrategy, error: unknown): never {
  throw isSentryAuthError(error) ? error : unavailable(strategy.name, error);
}

function attempt<Answer extends { readonly status: number }>(
  authorization: Authorization,
  strategy: AuthStrategy,
  request: AuthRequest,
  send: Send<Answer>,
  options: AuthenticateOptions<Answer>,
): Promise<Answer> {
  const header = HiddenAuthorization.headerOf(authorization, strategy.name);
  const url = trustedUrl(request.url, authorization.origins);
  if (url === undefined) {
    const refused = options.onUntrustedOrigin === "omit" ? undefined : parseUrl(request.url);
    if (refused !== undefined) throw untrusted(refused, authorization.origins, strategy.name);
    return send(undefined, request.url);
  }
  const answer = send(header, url);
  if (strategy.renew === undefined) return answer;
  return answer.then(async (first) => {
    if (first.status !== 401) return first;
    const next = await renewedHeader(authorization, strategy, request, options.signal);
    if (next === undefined || next === header || !options.replayable) return first;
    await options.discard?.(first);
    return send(next, url);
  });
}

/** The header to send after a 401: none where the strategy has no other, where it fails, or for another origin. */
async function renewedHeader(
  rejected: Authorization,
  strategy: AuthStrategy,
  request: AuthRequest,
  signal: Signal | null | undefined,
): Promise<string | undefined> {
  try {
    const renewed = await abortable(strategy.renew?.(rejected, request), signal);
    if (renewed === undefined || trustedUrl(request.url, renewed.origins) === undefined) return undefined;
    return HiddenAuthorization.headerOf(renewed, strategy.name);
  } catch (error) {
    // The server's 401 says more to the caller than the reason why there is no other secret.
    if (signal?.aborted) throw error;
    return undefined;
  }
}

/** Waits for a promise that others may wait for too, and no longer than until `signal` aborts. */
function abortable<T>(value: T | Promise<T>, signal: Signal | null | undefined): Promise<T> {
  const promise = Promise.resolve(value);
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      signal.removeEventListener("abort", abort);
      if (signal.aborted) reject(signal.reason);
    };
    promise.then(resolve, reject).then(abort);
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
  });
}

function untrusted(url: URL, origins: readonly string[], strategy: string): SentryAuthError {
  const listed = origins.length === 0 ? "none" : origins.slice(0, 3).join(", ") + (origins.length > 3 ? ", …" : "");
  return new SentryAuthError(
    "ERR_UNTRUSTED_ORIGIN",
    `refused to send the credential to ${url.protocol}//${url.host}, as it is for: ${listed}. ` +
      "If that origin is right, list it in the strategy's `origin` option",
    { strategy },
  );
}

function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof (value as { readonly then?: unknown } | undefined)?.then === "function";
}
