import { isReadable, nodeStreams } from "./node-stream.ts";

/**
 * Puts a new stream in place of Node's response, which leads to its request. An error of Node's stream goes through
 * `clean` first. Returns anything but a Node stream as it is.
 */
export function coverStream(data: unknown, clean: (error: unknown) => void): unknown {
  if (!isReadable(data)) return data;
  const streams = nodeStreams();
  if (!streams) return data;
  data.on("error", clean);
  return streams.pipeline(data, new streams.PassThrough(), () => {});
}
