import type { Authorization } from "@x/sentry-core";
import { type HeadersLike, isObject } from "./axios-like.ts";
import { forgetAuthorization } from "./node-internals.ts";

/** Fields of a `ClientRequest` or an `XMLHttpRequest`; no nested objects. */
const SHOWN: readonly string[] = (
  "method path host protocol reusedSocket getHeader getHeaders abort destroy " +
  "status responseURL getResponseHeader getAllResponseHeaders"
).split(" ");
/** Fields of the response that Node keeps beside the request. */
const SHOWN_OF_RESPONSE: readonly string[] = "responseUrl redirects statusCode headers httpVersion".split(" ");

type Fields = Record<PropertyKey, unknown>;

interface Holder {
  request?: unknown;
}

// One view for each request, so that `error.request === error.response.request` stays true; a view is its own view.
const views = new WeakMap<object, Fields>();

/**
 * Replaces the sent request in an error. A fetch `Request` stays, without the authorization. Any other gets a view: from
 * Node's own object a path leads through its agent to requests that are under way.
 */
export function showRequest(holder: Holder, authorization: Authorization): void {
  const { request } = holder;
  if (needsView(request, authorization)) holder.request = viewOf(request);
}

/**
 * The same for a response, where the view is made when it is first read: most programs never look at `response.request`,
 * and the view costs as much as all else that authentication adds. Until then the request is in a closure alone, which
 * nothing can print, and the authorization is already removed from it.
 */
export function hideRequest(holder: Holder, authorization: Authorization): void {
  const { request } = holder;
  if (!needsView(request, authorization)) return;
  const become = (value: unknown): void => {
    Object.defineProperty(holder, "request", { value, writable: true, enumerable: true, configurable: true });
  };
  Object.defineProperty(holder, "request", {
    get() {
      const view = viewOf(request);
      become(view);
      return view;
    },
    set: become,
    enumerable: true,
    configurable: true,
  });
}

/** Removes the authorization from a request, and returns whether a view has to take its place. */
function needsView(request: unknown, authorization: Authorization): request is Fields {
  if (!isObject(request) || views.get(request) === request) return false;
  if (isFetchRequest(request)) {
    request.headers.delete("Authorization");
    // Deno keeps what was listed last, such as by a fetch below, until the headers are listed again.
    Array.from(request.headers as HeadersLike & ArrayLike<unknown>);
    return false;
  }
  forgetAuthorization(latest(request), authorization);
  return true;
}

export function isFetchRequest(request: Fields): request is Fields & { readonly headers: HeadersLike } {
  return isObject(request.headers) && typeof request.headers.delete === "function";
}

function viewOf(request: Fields): Fields {
  const known = views.get(request);
  if (known) return known;
  const sent = latest(request);
  const view = pick(sent, SHOWN);
  if (isObject(sent.res)) view.res = pick(sent.res, SHOWN_OF_RESPONSE);
  views.set(request, view);
  views.set(view, view);
  return view;
}

/** The package follow-redirects has its own object around the latest of Node's. */
function latest(request: Fields): Fields {
  return isObject(request._currentRequest) ? request._currentRequest : request;
}

function pick(source: Fields, names: readonly string[]): Fields {
  const picked: Fields = {};
  for (const name of names) {
    const value = source[name];
    if (value !== undefined) picked[name] = typeof value === "function" ? value.bind(source) : value;
  }
  return picked;
}
