import { isReplayable, type ResponseLike, SentryAuthError } from "@x/sentry-core";
import type { Call, Pairs, RequestLike } from "./call.ts";

/** A response, with the parts that show where a redirect leads. */
export interface FollowedResponse extends ResponseLike {
  readonly type?: string | undefined;
}

/** One request on the way: its init, and the headers for it without the proxy's. */
export interface Hop {
  readonly init: Readonly<Record<string, unknown>>;
  readonly headers: Pairs;
}

/** The body of a call, for as many requests as it can be sent with. */
export interface CallBody {
  /** Returns the input and the body for the first request of an attempt. */
  first(): Promise<{ readonly to: unknown; readonly body: unknown }>;
  /** Returns the whole body for a further request; rejects if it was sent and cannot be read again. */
  again(): Promise<unknown>;
  /** Whether there is a whole body for a further request. */
  isWhole(): boolean;
  /** Cancels the copy that is left, and a body that was not sent: their source would wait for them to be read. */
  end(): void;
}

interface ReadableRequest extends RequestLike {
  arrayBuffer?(): Promise<ArrayBuffer>;
}

/** A Request is passed on as it is, since some clients cannot send its stream alone. Its clone is read if it is needed. */
export function callBody({ request, url, method, body }: Call): CallBody {
  const isInRequest = request !== undefined && body === undefined && request.body !== null && !isBodyless(method);
  let spare: ReadableRequest | undefined;
  let buffered: Promise<ArrayBuffer | undefined> | undefined;
  const isWhole = (): boolean => (isInRequest ? spare !== undefined : isReplayable(body));
  const again = async (): Promise<unknown> => {
    if (!isWhole()) throw new TypeError("the request's body cannot be sent a second time, to where a redirect leads");
    if (!isInRequest) return body;
    buffered ??= Promise.resolve(spare?.arrayBuffer?.());
    return buffered;
  };
  let isSent = false;
  return {
    first: async () => {
      if (isSent && isInRequest) return { to: url, body: await again() };
      isSent = true;
      if (isInRequest) spare = copyOf(request);
      return { to: request ?? url, body };
    },
    again,
    isWhole,
    end: () => {
      if (buffered === undefined) cancel(spare?.body);
      if (!isSent) cancel(body);
    },
  };
}

function copyOf(request: RequestLike): RequestLike | undefined {
  try {
    const clone = request.clone();
    // node-fetch shares the body of the package form-data between both.
    return clone.body !== undefined && clone.body === request.body ? undefined : clone;
  } catch {
    // The body was read before: the client says so.
    return undefined;
  }
}

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
/** As in the Fetch standard. */
const LIMIT = 20;

/** What {@link follow} needs to send one call. */
export interface Following {
  readonly client: (input: unknown, init: unknown) => Promise<FollowedResponse>;
  readonly call: Call;
  readonly body: CallBody;
  /** The names of the proxy's headers, in lower case: the caller's own values leave the origin no more than ours. */
  readonly names: readonly string[];
  /** Adds the proxy's headers to a request. */
  readonly outgoing: (hop: Hop) => unknown;
  /** Called when a redirect leaves the origin, and when one would that the caller did not want to be followed. */
  readonly onLeave: (isFollowed: boolean) => void;
}

/**
 * Sends a call and follows its redirects by the Fetch standard: with the proxy's headers on the same origin, and without
 * any credential as soon as a redirect has left it.
 */
export async function follow({ client, call, body, names, outgoing, onLeave }: Following): Promise<FollowedResponse> {
  const { redirect = "follow" } = call;
  let { to, body: sent } = await body.first();
  let { method, headers } = call;
  let url = new URL(call.href);
  let hasBody = call.body !== undefined || (call.request !== undefined && call.request.body !== null);
  let isInside = true;
  for (let count = 0; ; count += 1) {
    const init = {
      ...call.init,
      method,
      headers,
      body: sent,
      ...(call.signal && { signal: call.signal }),
      redirect: redirect === "follow" ? "manual" : redirect,
    };
    // The proxy's headers are in no variable: error reporters record those of the frames below which a client throws.
    const response = await client(to, isInside ? outgoing({ init, headers }) : init);
    if (redirect !== "follow") {
      const away = REDIRECTS.includes(response.status) ? URL.parse(locationOf(response) ?? "", url) : null;
      if (away && away.origin !== url.origin) onLeave(false);
      return response;
    }
    if (response.type === "opaqueredirect") {
      throw new SentryAuthError(
        "ERR_REDIRECT_REFUSED",
        "the response is a redirect, and the browser does not say where it leads. Request the final URL",
        { strategy: "proxy" },
      );
    }
    const location = REDIRECTS.includes(response.status) ? locationOf(response) : undefined;
    if (location === undefined) return count > 0 ? reportRedirect(response) : response;
    cancel(response.body);
    if (count === LIMIT) throw new TypeError("the response redirects more than 20 times");
    const next = URL.parse(location, url);
    if (!next || !/^https?:$/.test(next.protocol) || next.username || next.password) {
      throw new TypeError("the response redirects to an invalid URL");
    }
    if (next.hash === "") next.hash = url.hash;

    // As in the standard, a stream is an error even where the next request has no body, except after a 303.
    sent = hasBody && response.status !== 303 ? await body.again() : undefined;
    if (becomesGet(response.status, method)) {
      method = "GET";
      sent = undefined;
      hasBody = false;
      headers = headers.filter(([name]) => !/^content-/i.test(name));
    }
    if (next.origin !== url.origin) {
      isInside = false;
      headers = headers.filter(([name]) => !isCredential(name) && !names.includes(name.toLowerCase()));
      onLeave(true);
    }
    url = next;
    to = next.href;
  }
}

function becomesGet(status: number, method: string): boolean {
  return ((status === 301 || status === 302) && method === "POST") || (status === 303 && !isBodyless(method));
}

/** Whether a request with this method has no body, and changes nothing on the server. */
export function isBodyless(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

function isCredential(name: string): boolean {
  return /^(?:authorization|proxy-authorization|cookie2?|host|x-sentry-auth)$/i.test(name);
}

function locationOf({ headers }: FollowedResponse): string | undefined {
  const { get } = Object(headers);
  const location: unknown = typeof get === "function" ? get.call(headers, "location") : undefined;
  return typeof location === "string" ? location : undefined;
}

/** Its `url` is that of the last request. Where the platform allows it, `redirected` is true as well. */
function reportRedirect(response: FollowedResponse): FollowedResponse {
  Reflect.defineProperty(response, "redirected", { value: true, configurable: true, enumerable: false });
  return response;
}

/** Cancels a body that is not read. */
export function cancel(body: unknown): void {
  const { cancel, destroy } = Object(body);
  if (typeof cancel === "function") Promise.resolve(cancel.call(body)).catch(() => {});
  else if (typeof destroy === "function") destroy.call(body);
}
