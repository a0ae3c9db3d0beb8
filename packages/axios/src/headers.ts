import type { Authorization } from "@x/sentry-core";
import type { HeadersLike } from "./axios-like.ts";

/** Whether this is the header's name, in any casing: HTTP/2 and follow-redirects keep the caller's. */
export function isAuthorization(name: string): boolean {
  // The length first: most names differ in it, and this runs for every header of every request.
  return name.length === 13 && name.toLowerCase() === "authorization";
}

/** Whether the caller set the header. A name without a value is not sent; `null` and `false` say that there is none. */
export function hasAuthorization(headers: HeadersLike): boolean {
  for (const name of Object.keys(headers)) {
    if (isAuthorization(name) && headers[name as keyof HeadersLike] !== undefined) return true;
  }
  return false;
}

/** A copy of the headers, of the same class, with the authorization. */
export function withAuthorization(headers: HeadersLike, authorization: Authorization): HeadersLike {
  const copy = Object.create(Object.getPrototypeOf(headers));
  for (const name of Object.keys(headers)) {
    // A name in another casing that has no value would give its casing to ours.
    if (!isAuthorization(name)) copy[name] = headers[name as keyof HeadersLike];
  }
  copy.Authorization = authorization.header;
  return copy;
}

/** Deletes the header from an object, in any casing. Returns whether it was there. */
export function deleteAuthorization(headers: object): boolean {
  let found = false;
  for (const name of Object.keys(headers)) {
    if (isAuthorization(name)) found = Reflect.deleteProperty(headers, name);
  }
  return found;
}
