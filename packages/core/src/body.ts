// Node's streams and the npm package form-data, web streams, iterators, and everything that is read asynchronously.
const READ_ONCE: readonly PropertyKey[] = ["pipe", "getReader", "next", Symbol.asyncIterator];

/** The platform's body types that can be read again, of any realm and any implementation. */
const REPLAYABLE = /^\[object (?:Blob|File|FormData|URLSearchParams|(?:Shared)?ArrayBuffer)\]$/;

/**
 * Returns whether a request's body can be sent a second time, whole: primitives, `Blob`, `FormData`, `URLSearchParams`,
 * `ArrayBuffer` and its views. Streams, iterables and unknown objects are sent once.
 *
 * @example
 * isReplayable(new URLSearchParams({ query: "is:unresolved" })); // true
 *
 * @see https://fetch.spec.whatwg.org/#bodyinit
 */
export function isReplayable(body: unknown): boolean {
  if (Object(body) !== body) return true;
  if (ArrayBuffer.isView(body)) return true;
  if (READ_ONCE.some((key) => key in Object(body))) return false;
  return REPLAYABLE.test(Object.prototype.toString.call(body));
}
