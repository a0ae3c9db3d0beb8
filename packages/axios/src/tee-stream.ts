import { isObject } from "./axios-like.ts";
import { isReadable, nodeStreams } from "./node-stream.ts";

/**
 * Returns two streams with the same content, of which the first is for a short look and the second for the caller, or
 * `undefined` for anything but a stream. The first can be left at any time; the second ends and fails as the source does.
 */
export function teeStream(data: unknown): readonly [look: unknown, rest: unknown] | undefined {
  // Of any realm and any implementation.
  if (isObject(data) && typeof data.tee === "function") return data.tee() as [unknown, unknown];
  const streams = isReadable(data) ? nodeStreams() : undefined;
  if (!streams || !isReadable(data)) return undefined;
  const look = data.pipe(new streams.PassThrough());
  data.on("error", () => look.destroy());
  return [look, streams.pipeline(data, new streams.PassThrough(), () => {})];
}
