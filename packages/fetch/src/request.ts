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
 * The URL that a Request was made with, as its class tells it: past any property of the same name on the object itself
 * or on a subclass, which fetch does not look at either.
 */
export function requestUrl(request: RequestLike): string {
  return String(Reflect.get(lastWithUrl(request), "url", request));
}

function lastWithUrl(object: object): object {
  const parent: object | null = Object.getPrototypeOf(object);
  return parent && "url" in parent ? lastWithUrl(parent) : object;
}
