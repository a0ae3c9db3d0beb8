const DRAIN_LIMIT = 512 * 1024;

/** Whether a body can be sent a second time, whole: everything but streams and one-time iterables. */
export function isReplayable(body: unknown): boolean {
  if (body === undefined || body === null || typeof body === "string" || ArrayBuffer.isView(body)) return true;
  // By tag, not by class, for the classes of another realm. The npm package form-data has the tag too, but is a stream.
  return (
    /^\[object (?:ArrayBuffer|Blob|File|FormData|URLSearchParams)\]$/.test(Object.prototype.toString.call(body)) &&
    !("pipe" in Object(body))
  );
}

/** Reads a streamed answer to its end, so that its connection can be used again, or up to a limit, and ends it there. */
export async function discard({ data }: { readonly data?: unknown }): Promise<void> {
  if (typeof data !== "object" || data === null || !(Symbol.asyncIterator in data)) return;
  let left = DRAIN_LIMIT;
  try {
    for await (const chunk of data as AsyncIterable<{ readonly length: number }>) {
      left -= chunk.length;
      if (left < 0) break;
    }
  } catch {
    // Whatever is wrong with the first answer, the second one is what counts.
  }
}
