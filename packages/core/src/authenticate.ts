import { abortable } from "./abortable.ts";
import { CheckedAuthorization } from "./authorization.ts";
import type {
  AbortSignalLike,
  AdapterOptions,
  Authorization,
  AuthRequest,
  AuthStrategy,
  Rejection,
} from "./contract.ts";
import { isSentryAuthError, unavailable, untrustedOrigin } from "./errors.ts";
import { parseUrl, sentryOrigins, trustedList, trustedUrl } from "./origin.ts";
import { drain, type ResponseLike, rejectionOf } from "./rejection.ts";

/**
 * An adapter's options for one request, beside those of its user.
 *
 * @example
 * const options: AuthenticateOptions = {
 *   replayable: true,
 *   signal: AbortSignal.timeout(5_000),
 * };
 */
export interface AuthenticateOptions<Response extends ResponseLike = ResponseLike> extends AdapterOptions {
  /**
   * Whether the request can be sent again with its whole body. A function is called when it matters.
   *
   * @default false
   */
  readonly replayable?: boolean | (() => boolean) | undefined;
  /** Ends the wait for an authorization, for this request alone. Anything that is no signal is left to the client. */
  readonly signal?: AbortSignalLike | null | undefined;
  /** Returns the common form of a refusal, for a client whose responses do not have the shape of a `Response`. */
  readonly rejectionOf?: ((response: Response) => Rejection) | undefined;
}

/**
 * The checked URL and authorization for {@link Send}.
 *
 * @example
 * const outgoing: Outgoing = { url: "https://sentry.io/api/0/", authorization: undefined };
 */
export interface Outgoing {
  /** The URL that was checked. */
  readonly url: string;
  /**
   * The authorization, or `undefined` to send the request without one. Read `authorization.header` only inside the
   * expression that calls the client: error reporters record local variables.
   */
  readonly authorization: Authorization | undefined;
}

/**
 * A function that sends a request with the client.
 *
 * @example
 * const send: Send<Response> = ({ url, authorization }) =>
 *   fetch(url, authorization && { headers: { Authorization: authorization.header } });
 */
export type Send<Response> = (outgoing: Outgoing) => Promise<Response>;

/**
 * Sends a request with a strategy's authorization. Every adapter uses this function.
 *
 * It compares the request's origin with those that the credential is for, obtains the authorization and calls `send`.
 * After a 401 it asks the strategy to renew the authorization and sends the request again, if its body allows, after
 * reading the response's `body` to its end. A URL that the platform cannot parse is sent without an authorization, so
 * that the client fails as usual.
 *
 * @example
 * const response = await authenticate(
 *   strategy,
 *   { url: "https://sentry.io/api/0/organizations/", method: "GET" },
 *   ({ url, authorization }) => fetch(url, authorization && { headers: { Authorization: authorization.header } }),
 *   { replayable: true },
 * );
 *
 * @throws {SentryAuthError} `ERR_UNTRUSTED_ORIGIN` when the credential is not for the request's origin.
 * @throws {SentryAuthError} `ERR_SECRET_UNAVAILABLE` when the function that provides the secret failed.
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` when the secret or the header cannot be sent.
 * @throws {SentryAuthError} `ERR_LOGIN_REQUIRED` when the credential is gone and a person has to log in again.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-401-unauthorized
 */
export function authenticate<Response extends ResponseLike>(
  strategy: AuthStrategy,
  request: AuthRequest,
  send: Send<Response>,
  options: AuthenticateOptions<Response> = {},
): Promise<Response> {
  try {
    const { name, origins } = strategy;
    const { url: text, method } = request;
    // Sentry's own URLs need no parsing.
    const checked = origins ?? (sentryOrigins.begins(text) ? sentryOrigins.list : undefined);
    const url = origins ? trustedUrl(text, trustedList(origins, name)) : checked ? text : absoluteUrl(text);
    const flow = { strategy, checked, send, options };
    if (url === undefined) {
      // The client fails in its own words for a URL that the platform cannot parse.
      const refused = origins && parseUrl(text)?.href;
      return refused
        ? refuse(flow, refused, trustedList(origins, name).list)
        : send({ url: text, authorization: undefined });
    }
    const final = { url, method };
    const obtained = obtain(strategy, final);
    const resends = strategy.resends ?? 1;
    // A fixed or cached secret needs no promise between the caller and the client.
    return isPromise(obtained)
      ? abortable(obtained, options.signal).then((authorization) => attempt(flow, authorization, final, resends))
      : attempt(flow, obtained, final, resends);
  } catch (error) {
    return Promise.reject(error);
  }
}

/** What stays the same through all attempts at one request. */
interface Flow<Response extends ResponseLike> {
  readonly strategy: AuthStrategy;
  /** The list of origins that the request's URL was compared with before there was an authorization. */
  readonly checked: readonly string[] | undefined;
  readonly send: Send<Response>;
  readonly options: AuthenticateOptions<Response>;
}

function attempt<Response extends ResponseLike>(
  flow: Flow<Response>,
  authorization: CheckedAuthorization,
  final: AuthRequest,
  resends: number,
): Promise<Response> {
  const { strategy, checked } = flow;
  const { origins } = authorization;
  // Stryker disable next-line ConditionalExpression: comparing it again costs time, and changes nothing.
  const url = origins === checked ? final.url : trustedUrl(final.url, trustedList(origins, strategy.name));
  if (url === undefined) return refuse(flow, final.url, origins);
  const response = flow.send({ url, authorization });
  if (!strategy.renew || resends === 0) return response;
  return response.then((first) =>
    first.status === 401 ? again(flow, first, authorization, { ...final, url }, resends) : first,
  );
}

async function again<Response extends ResponseLike>(
  flow: Flow<Response>,
  first: Response,
  rejected: CheckedAuthorization,
  final: AuthRequest,
  resends: number,
): Promise<Response> {
  const { strategy, options } = flow;
  const { name } = strategy;
  const { signal, replayable } = options;
  const rejection = options.rejectionOf?.(first) ?? rejectionOf(first, final.url);
  // The server's 401 says more to the caller than the reason for the failed renewal, unless a person has to act.
  // Stryker disable next-line OptionalChaining: `attempt` has looked at `renew`, which the compiler cannot know.
  const renewed = (async () => strategy.renew?.(rejected.given, final, rejection))()
    .then((next) => next && CheckedAuthorization.of(next, name))
    .catch((error: unknown) => {
      if (isSentryAuthError(error) && error.code === "ERR_LOGIN_REQUIRED") throw error;
      return undefined;
    });
  const next = await abortable(renewed, signal);
  if (!next || !trustedUrl(final.url, trustedList(next.origins, name))) return first;
  if (!(typeof replayable === "function" ? replayable() : replayable)) return first;
  await abortable(drain(first.body), signal);
  return attempt(flow, next, final, resends - 1);
}

function refuse<Response extends ResponseLike>(
  { strategy, send, options }: Flow<Response>,
  url: string,
  list: readonly string[],
): Promise<Response> {
  if (options.onUntrustedOrigin === "omit") return send({ url, authorization: undefined });
  throw untrustedOrigin(strategy.name, url, list);
}

/** Returns the absolute form of a URL, as it is if it is absolute, or `undefined` if the platform cannot parse it. */
function absoluteUrl(text: string): string | undefined {
  const href = parseUrl(text)?.href;
  return href && /^https?:\/\//.test(text) ? text : href;
}

/** Calls the strategy, wraps any failure in a `SentryAuthError`, and checks the authorization. */
function obtain(strategy: AuthStrategy, request: AuthRequest): CheckedAuthorization | Promise<CheckedAuthorization> {
  const { name } = strategy;
  let obtained: Authorization | Promise<Authorization>;
  try {
    obtained = strategy.authorize(request);
  } catch (error) {
    return fail(error, name);
  }
  return isPromise(obtained)
    ? obtained.then(
        (given) => CheckedAuthorization.of(given, name),
        (error: unknown) => fail(error, name),
      )
    : CheckedAuthorization.of(obtained, name);
}

function fail(error: unknown, strategy: string): never {
  throw isSentryAuthError(error) ? error : unavailable(strategy, error);
}

function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof (value as { readonly then?: unknown } | undefined)?.then === "function";
}
