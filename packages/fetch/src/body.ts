const DRAIN_LIMIT = 512 * 1024;

/** Whether a body given in `init` can be sent a second time, whole: everything but streams and one-time iterables. */
export function isReplayable(body: unknown): boolean {
  if (!body || typeof body === "string") return true;
  // By tag, not by class, for the classes of another realm. The npm package form-data has the tag too, but is a stream.
  return (
    / (?:\w+(?:Array|Buffer)|DataView|Blob|File|FormData|URLSearchParams)\]$/.test(
      Object.prototype.toString.call(body),
    ) && !("pipe" in Object(body))
  );
}

/** Reads an answer's body to its end, so that its connection can be used again, or up to a limit, and ends it there. */
export async function discard(answer: { readonly body?: unknown }): Promise<void> {
  let left = DRAIN_LIMIT;
  try {
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      left -= chunk.length;
      if (left < 0) break;
    }
  } catch {
    // There was no body, or whatever is wrong with the first answer, the second one is what counts.
  }
}
