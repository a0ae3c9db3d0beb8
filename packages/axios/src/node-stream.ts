/** The part of Node's streams that the adapter uses. */
export interface ReadableLike {
  on(event: "error", listener: (error?: unknown) => void): unknown;
  pipe<Target>(target: Target): Target;
  destroy(): unknown;
}

interface StreamModule {
  readonly PassThrough: new () => ReadableLike;
  readonly pipeline: (source: ReadableLike, target: ReadableLike, done: () => void) => ReadableLike;
}

export function isReadable(data: unknown): data is ReadableLike {
  return typeof data === "object" && data !== null && "pipe" in data && "on" in data;
}

/** Node's module, or `undefined` elsewhere. Not imported: in a browser there are neither such streams nor this module. */
export function nodeStreams(): StreamModule | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  return process?.getBuiltinModule?.("node:stream") as StreamModule | undefined;
}
