import type { AbortSignalLike } from "@x/sentry-core";
import type { HeadersInput } from "./headers.ts";

/** The part of a `Request` that the adapter reads, of the platform's class or of another one. */
export interface RequestLike {
  readonly method: string;
  readonly headers: HeadersInput;
  readonly body?: object | null | undefined;
  readonly signal?: AbortSignalLike | undefined;
  readonly referrer?: string | undefined;
  readonly referrerPolicy?: string | undefined;
  clone(): RequestLike;
}

/** A Request and the URL that its class reports. */
export interface ReadRequest {
  readonly request: RequestLike;
  readonly url: string;
}

/** The class of the last Request whose prototype is the platform's own, and the accessor of its URL. */
let platform: { readonly prototype: object; readonly url: () => unknown } | undefined;

/**
 * Recognizes a Request of any realm or implementation by the accessors of its class, since its text and its tag can be a
 * subclass's own. Returns the URL that the class itself reports: fetch ignores an overriding `url`, too.
 */
export function readRequest(input: object): ReadRequest | undefined {
  // A Response has a `url` and a `clone` as well. Most other inputs are URLs, which this sorts out at once.
  if (!("method" in input)) return undefined;
  const prototype = Object.getPrototypeOf(input);
  // The accessor is found once for the platform's class: its own check of what it is called on decides, each time.
  const accessor = platform?.prototype === prototype ? platform?.url : accessorOf(prototype);
  if (!accessor) return undefined;
  try {
    const request = input as RequestLike;
    return { request, url: String(accessor.call(input)) };
  } catch {
    // It only inherits from the class, and fetch will not accept it as a Request.
    return undefined;
  }
}

function accessorOf(prototype: object | null): (() => unknown) | undefined {
  let home: object | undefined;
  for (let next = prototype; next !== null; next = Object.getPrototypeOf(next)) {
    if (Object.hasOwn(next, "url") && Object.hasOwn(next, "clone")) home = next;
  }
  const url = home && Object.getOwnPropertyDescriptor(home, "url")?.get;
  if (url && home === prototype && home === globalThis.Request?.prototype) platform = { prototype: home, url };
  return url;
}
