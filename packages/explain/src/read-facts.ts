import { readRefusal } from "@x/sentry-core";
import { credentialKind } from "./credential-kind.ts";
import type { ExplainOptions } from "./explain-options.ts";
import type { Facts } from "./facts.ts";
import { heldScopes } from "./held-scopes.ts";
import { plainLoginUrl, plainOrigin, plainWords, scopeNames } from "./plain-words.ts";
import type { Result } from "./read-result.ts";
import { sortScopes } from "./sort-scopes.ts";

/** Reads everything that explains a refusal; returns `undefined` for a response that is none. */
export async function readFacts(result: Result, options: ExplainOptions): Promise<Facts | undefined> {
  const { status, redirected } = result;
  const request = requestOf(result, options.request);
  const isForeign = Boolean(request && result.url && originOf(request.url) !== originOf(result.url));
  const isHtml = /^text\/html\b/i.test(result.header("content-type") ?? "");
  if (!(status >= 400 || (status >= 200 && isForeign && isHtml))) return undefined;

  const { by, detail, code, body } = await readRefusal(
    result,
    request && { ...request, method: request.method ?? "GET" },
  );
  const isPage = typeof body !== "object" && (isHtml || /^\s*</.test(String(body)));
  // Sentry's API sends JSON, or nothing.
  const isText = typeof body === "string" && /^\s*[^\s"[{]/.test(body);
  const url = request?.url ?? result.url ?? "";
  const named = challengedScopes(result);
  return {
    status,
    by: isPage || isText ? "proxy" : by,
    detail,
    code,
    path: /^[^?#]*?\/api\/0\/([^?#]*)/.exec(url)?.[1] ?? "",
    quote: plainWords(detail),
    asked: plainOrigin(url),
    finalOrigin: plainOrigin(result.url),
    kind: await credentialKind(options.strategy, request && { ...request, method: request.method ?? "GET" }),
    required: named.length > 0 ? named : acceptedScopes(options.requiredScopes, status, request),
    held: options.client && status === 403 && by === "sentry" ? await heldScopes(options.client, url) : undefined,
    loginUrl: plainLoginUrl(loginUrlOf(body), url),
    retryAt: status === 429 ? retryAt(result) : undefined,
    // @sentry/api makes an empty object of an empty body.
    isEmpty: typeof body === "string" ? body.trim() === "" : JSON.stringify(body) === "{}",
    isPage,
    isForeign,
    isRedirected: redirected,
    asksPassword: /(?:^|,)\s*basic\b/i.test(result.header("www-authenticate") ?? ""),
    namesScopes: named.length > 0,
  };
}

interface Request {
  readonly url: string;
  readonly method: string | undefined;
}

/** The request with an absolute URL: the given one, else the one that the client kept. */
function requestOf(result: Result, given: ExplainOptions["request"]): Request | undefined {
  const { url, method } = given ? { url: given.url, method: given.method ?? "GET" } : (result.request ?? {});
  const absolute = URL.parse(String(url), globalThis.location?.href)?.href;
  return url === undefined || absolute === undefined ? undefined : { url: absolute, method };
}

function originOf(url: string): string | undefined {
  return URL.parse(url)?.origin;
}

/** The scopes that the response names: the token has none of them, and any one is enough. */
function challengedScopes(result: Result): readonly string[] {
  const challenge = result.header("www-authenticate") ?? "";
  const [, scope = ""] = /\bscope="([^"]{0,2000})"/.exec(/insufficient_scope/.test(challenge) ? challenge : "") ?? [];
  return sortScopes(scopeNames(scope.split(" ")));
}

/** The scopes that the operation accepts, where they can be the cause. */
function acceptedScopes(
  requiredScopes: ExplainOptions["requiredScopes"],
  status: number,
  request: Request | undefined,
): readonly string[] | undefined {
  if (!requiredScopes || !request?.method || (status !== 403 && status !== 404)) return undefined;
  const scopes = requiredScopes({ url: request.url, method: request.method });
  return scopes && scopeNames(scopes);
}

function loginUrlOf(body: unknown): unknown {
  return Object(Object(Object(body).detail).extra).loginUrl;
}

/** Sentry sends the time in seconds; others send `Retry-After`, in seconds from now or as a date. */
function retryAt(result: Result): Date | undefined {
  const reset = Number(result.header("x-sentry-rate-limit-reset"));
  const after = result.header("retry-after") ?? "";
  const time = reset > 0 ? reset * 1000 : /^\d+$/.test(after) ? Date.now() + Number(after) * 1000 : Date.parse(after);
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
