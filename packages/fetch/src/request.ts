import type { Signal } from "@x/sentry-core";
import type { HeadersInput } from "./headers.ts";

/** The part of a `Request` that the adapter reads, be it the platform's class or another one. */
export interface RequestLike {
  readonly method: string;
  readonly headers: HeadersInput;
  readonly body?: object | null | undefined;
  readonly signal?: Signal | undefined;
  readonly referrer?: string | undefined;
  readonly referrerPolicy?: string | undefined;
  clone(): RequestLike;
}

/**
 * The URL that a Request was made with, as its class tells it: from the last prototype that has a `url`, past any
 * property of the same name on the object itself or on a subclass, which fetch does not look at either.
 */
export function requestUrl(request: RequestLike): string {
  let home: object = request;
  for (let next = home; next; next = Object.getPrototypeOf(next)) if (Object.hasOwn(next, "url")) home = next;
  return String(Reflect.get(home, "url", request));
}
