import {
  type Authorization,
  type AuthRequest,
  type AuthStrategy,
  abortable,
  authenticate,
  defineStrategy,
  type OriginOption,
  readOptions,
  readRefusal,
  rejectionOf,
} from "@x/sentry-core";
import { readCall } from "./call.ts";
import { callBody, cancel, type FollowedResponse, follow, type Hop, isBodyless } from "./follow.ts";
import { type NamedHeader, namedHeaders, type ProxyHeaders } from "./proxy-headers.ts";

/**
 * A function with the shape of `fetch`: the platform's, undici's, node-fetch's or a test double.
 *
 * @example
 * const double: FetchLike = async () => new Response("{}");
 */
export type FetchLike = (input: never, init?: never) => Promise<{ readonly status: number }>;

/**
 * Adds a proxy's headers to the requests for one origin and returns a new function of the same type.
 *
 * It wraps the fetch below authentication: pass the result to `withSentryAuth`, as ky's `fetch` option, as `env.fetch` of
 * axios' fetch adapter, or as the `fetch` option of an exchange. It follows redirects itself, and after a redirect to
 * another origin it sends neither the proxy's headers nor any other credential. A refusal by the proxy renews the headers
 * whose secret is a function, once. A request for another origin, and a header that the caller sets, stay as they are.
 *
 * @example
 * import { bearerAuth } from "@x/sentry-bearer";
 * import { withSentryAuth } from "@x/sentry-fetch";
 * import { cloudflareAccess, withProxyHeaders } from "@x/sentry-proxy";
 *
 * const origin = "https://sentry.acme.com";
 * const { SENTRY_AUTH_TOKEN: token, CF_ACCESS_CLIENT_ID: clientId, CF_ACCESS_CLIENT_SECRET: clientSecret } = process.env;
 * const proxied = withProxyHeaders(fetch, { origin, headers: cloudflareAccess({ clientId, clientSecret }) });
 * const sentry = withSentryAuth(proxied, bearerAuth({ token, origin }));
 * await sentry(`${origin}/api/0/organizations/acme/projects/`);
 *
 * @param options.origin - The exact origin of the self-hosted Sentry behind the proxy, or several. Not Sentry's own.
 * @param options.headers - The proxy's headers by name, or a preset such as {@link cloudflareAccess}.
 * @throws {TypeError} when an argument has the wrong type, `origin` is one of Sentry's own or a wildcard, or a header's
 * name is reserved.
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` when a header's fixed value is missing, a placeholder, or cannot be sent.
 * @throws {SentryAuthError} `ERR_SECRET_UNAVAILABLE` (the returned function, as a rejection) when the function that
 * provides a header's value failed.
 * @throws {SentryAuthError} `ERR_REDIRECT_REFUSED` (likewise) when a browser hides where a redirect leads.
 * @see https://x.github.io/sentry-auth/proxies
 */
export function withProxyHeaders<Client extends FetchLike>(
  fetch: Client,
  options: { readonly origin: OriginOption; readonly headers: ProxyHeaders },
): Client {
  if (typeof fetch !== "function") throw new TypeError("fetch must be a function, such as the global fetch");
  const { origin, headers } = readOptions("withProxyHeaders(fetch, { origin, headers })", options, [
    "origin",
    "headers",
  ]);
  const origins = proxyOrigins(origin);
  const named = namedHeaders(headers, origins);
  const names = named.map(({ name }) => name.toLowerCase());
  const hrefInside = (url: string): string | undefined => {
    // In a serialized URL, nothing but the origin stands before that slash: no userinfo, and no `blob:`.
    const href = URL.parse(url)?.href;
    return origins.some((one) => href?.startsWith(`${one}/`)) ? href : undefined;
  };
  const client: (input: unknown, init?: unknown) => Promise<FollowedResponse> = fetch as never;

  const proxied = async (input: unknown, given?: unknown): Promise<FollowedResponse> => {
    const call = readCall(input, given, hrefInside);
    // Of an aborted request, the client cancels the body.
    if (!call || call.signal?.aborted === true) return client(input, given);
    const request: AuthRequest = { url: call.href, method: call.method };
    const own = new Set(call.headers.map(([name]) => name.toLowerCase()));
    const added = named.filter(({ name }) => !own.has(name.toLowerCase()));
    const body = callBody(call);
    const attempt = async (): Promise<Attempt> => {
      let used: readonly Authorization[] = [];
      let away: Attempt["away"];
      let sent = 0;
      const response = await obtain(added, request, call.signal, (authorizations) => {
        used = authorizations;
        return follow({
          client,
          call,
          body,
          names,
          outgoing: (hop) => {
            sent += 1;
            return withHeaders(hop, added, authorizations);
          },
          onLeave: (isFollowed) => {
            away = isFollowed ? "followed" : "shown";
          },
        });
      });
      return { response, away, used, isFirst: sent === 1 };
    };
    try {
      const first = await attempt();
      if (!(await abortable(isRefusal(first, request), call.signal))) return first.response;
      const isRenewed = await abortable(renew(added, first, request), call.signal);
      // Sentry may have acted on a request that it redirected.
      const isSafe = first.isFirst || isBodyless(call.method);
      if (!isRenewed || !isSafe || !body.isWhole()) return first.response;
      cancel(first.response.body);
      return (await attempt()).response;
    } finally {
      body.end();
    }
  };
  // Own properties are kept: Bun's `preconnect`, a test double's records.
  return Object.defineProperties(proxied, Object.getOwnPropertyDescriptors(fetch)) as never;
}

/** A response, and the values of the headers that were sent. */
interface Attempt {
  readonly response: FollowedResponse;
  /** A redirect to another origin: one that was followed, or one that the caller receives. */
  readonly away: "followed" | "shown" | undefined;
  readonly used: readonly Authorization[];
  /** Whether the origin received one request: there was no redirect on it. */
  readonly isFirst: boolean;
}

function proxyOrigins(origin: OriginOption): readonly string[] {
  // Normalizes the option as for any other credential. The strategy itself is not used.
  const { origins = [] } = defineStrategy({
    name: "proxy",
    secret: "unused",
    origin,
    read: (credentials) => ({ credentials }),
  });
  for (const one of origins) {
    if (one.includes("*")) throw new TypeError("proxy: origin must not contain a wildcard: list each origin");
    if (/^https?:\/\/(?:.+\.)?sentry\.io\.*(?::\d+)?$/.test(one)) {
      throw new TypeError("proxy: origin must not be Sentry's own: your proxy is not in front of it");
    }
  }
  return origins;
}

/** Obtains the value of each header in turn, with core's checks, errors and handling of `signal`. */
function obtain(
  headers: readonly NamedHeader[],
  request: AuthRequest,
  signal: AbortSignalOption,
  send: (authorizations: readonly Authorization[]) => Promise<FollowedResponse>,
  obtained: readonly Authorization[] = [],
): Promise<FollowedResponse> {
  const [next, ...rest] = headers;
  if (!next) return send(obtained);
  const { name, origins, authorize } = next.strategy;
  // Without `renew`: a 401 may be Sentry's.
  const strategy: AuthStrategy = { name, origins, authorize };
  return authenticate(
    strategy,
    request,
    ({ authorization }) => obtain(rest, request, signal, send, authorization ? [...obtained, authorization] : obtained),
    { signal },
  );
}

type AbortSignalOption = NonNullable<Parameters<typeof authenticate>[3]>["signal"];

/** Adds the proxy's headers to a hop. Nothing here is kept in a variable: the caller passes it on to the client. */
function withHeaders(hop: Hop, named: readonly NamedHeader[], authorizations: readonly Authorization[]): object {
  return {
    ...hop.init,
    headers: [...hop.headers, ...authorizations.map(({ header }, index) => [named[index]?.name, header])],
  };
}

/** Whether the proxy refused a request: its own 401 or 403, or its log-in page at another origin. */
async function isRefusal({ response, away }: Attempt, request: AuthRequest): Promise<boolean> {
  const rejection = rejectionOf(response, request.url);
  // An exchange follows no redirect, and has to get through when the proxy's secret has changed.
  if (away === "shown") return true;
  if (away === "followed") return /^text\/html\b/i.test(rejection.header("content-type") ?? "");
  if (response.status !== 401 && response.status !== 403) return false;
  const { by, body } = await readRefusal(rejection, request);
  // Sentry's API sends JSON or nothing. Google's proxy sends plain text.
  return by === "proxy" || (typeof body === "string" && /^\s*[^\s"[{]/.test(body));
}

/**
 * Renews the headers whose secret is a function, and returns whether one has changed: with the same values, the same
 * response would follow. A failure leaves the caller the proxy's response.
 */
async function renew(headers: readonly NamedHeader[], attempt: Attempt, request: AuthRequest): Promise<boolean> {
  const rejection = rejectionOf(attempt.response, request.url);
  const renewals = headers.map(async ({ strategy }, index) => {
    const used = attempt.used[index];
    const renewed = used && (await strategy.renew?.(used, request, rejection));
    return renewed !== undefined && renewed.header !== used?.header;
  });
  const outcomes = await Promise.allSettled(renewals);
  return outcomes.some((outcome) => outcome.status === "fulfilled" && outcome.value);
}
