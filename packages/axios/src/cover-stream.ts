interface ReadableLike {
  on(event: "error", listener: (error: unknown) => void): unknown;
  pipe: unknown;
}

interface NodeStream {
  readonly PassThrough: new () => ReadableLike;
  readonly pipeline: (source: ReadableLike, target: ReadableLike, done: () => void) => ReadableLike;
}

/**
 * Puts a new stream in place of Node's response, which leads to its request. An error of Node's stream goes through
 * `clean` first. Returns anything but a Node stream as it is.
 */
export function coverStream(data: unknown, clean: (error: unknown) => void): unknown {
  if (!isReadable(data)) return data;
  // Not imported: in a browser there are neither such streams nor this module.
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const stream = process?.getBuiltinModule?.("node:stream") as NodeStream | undefined;
  if (!stream) return data;
  data.on("error", clean);
  return stream.pipeline(data, new stream.PassThrough(), () => {});
}

function isReadable(data: unknown): data is ReadableLike {
  return typeof data === "object" && data !== null && "pipe" in data && "on" in data;
}
