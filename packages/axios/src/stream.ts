interface Readable {
  on(event: "error", listener: (error: unknown) => void): unknown;
  pipe: unknown;
}

interface NodeStream {
  readonly PassThrough: new () => Readable;
  readonly pipeline: (source: Readable, target: Readable, done: () => void) => Readable;
}

/**
 * A stream of its own in place of Node's answer, which leads to the request that it is for. What the answer's stream
 * fails with goes through `clean` first. Anything but a Node stream is given back as it is.
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

function isReadable(data: unknown): data is Readable {
  return typeof data === "object" && data !== null && "pipe" in data && "on" in data;
}
