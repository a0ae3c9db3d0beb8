import type { Signal } from "@x/sentry-core";
import type { HeadersInput } from "./headers.ts";

/** The part of a `Request` that the adapter reads, be it the platform's class or another one. */
export interface RequestLike {
  readonly method: string;
  readonly headers: HeadersInput;
  readonly body?: { cancel?(): Promise<void> } | null | undefined;
  readonly signal?: Signal | undefined;
  readonly referrer?: string | undefined;
  readonly referrerPolicy?: string | undefined;
  clone(): RequestLike;
}

/** Whether an input is a Request. `text` is what a fetch that does not know its class would take for the URL. */
export function isRequest(input: unknown, text: string): input is RequestLike {
  return text === "[object Request]" && typeof input === "object";
}

/**
 * The URL that a Request was made with, as its class tells it: from the last prototype that has a `url`, past any
 * property of the same name on the object itself or on a subclass, which fetch does not look at either.
 */
export function requestUrl(request: RequestLike): string {
  let home: object = request;
  for (let next = Object.getPrototypeOf(home); next; next = Object.getPrototypeOf(next)) {
    // Not simply the last class: node-fetch's `Request` has its `url` above a `Body` that has none.
    if (next !== Object.prototype && Object.hasOwn(next, "url")) home = next;
  }
  return String(Reflect.get(home, "url", request));
}

/** Lets go of a clone that was kept for a second attempt; does nothing for one that was sent. */
export function release(request: RequestLike): void {
  // A stream that is being read refuses.
  request.body?.cancel?.().catch(() => {});
}
