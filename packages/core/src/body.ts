// Of Node's streams and the npm package form-data, of web streams, of iterators, and of whatever is read asynchronously.
const READ_ONCE: readonly PropertyKey[] = ["pipe", "getReader", "next", Symbol.asyncIterator];

/**
 * Whether a request's body can be sent a second time, whole: everything but streams and what can be read only once.
 *
 * @example
 * isReplayable(new URLSearchParams({ query: "is:unresolved" })); // true
 *
 * @see https://fetch.spec.whatwg.org/#bodyinit
 */
export function isReplayable(body: unknown): boolean {
  return typeof body !== "object" || !READ_ONCE.some((key) => key in Object(body));
}

/** Reads a streamed answer to its end, so that its connection can be used again, or ends it after 512 KiB. Never rejects. */
export async function drain(body: unknown): Promise<void> {
  if (!isStream(body)) return;
  let left = 512 * 1024;
  try {
    for await (const { length } of body) {
      left -= length;
      if (left < 0) break;
    }
  } catch {
    // Whatever is wrong with the first answer, the second one is what counts.
  }
}

function isStream(body: unknown): body is AsyncIterable<{ readonly length: number }> {
  return Symbol.asyncIterator in Object(body);
}
