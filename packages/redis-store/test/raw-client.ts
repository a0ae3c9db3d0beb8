import { connect } from "node:net";

/** A client of Redis on a bare socket. */
export interface RawClient {
  command(args: string[]): Promise<unknown>;
  close(): void;
}

/** Connects to a Redis on the loopback interface. After a lost connection, every command fails. */
export function connectRaw(port: number): RawClient {
  const socket = connect(port, "127.0.0.1");
  const waiting: { resolve(reply: unknown): void; reject(error: unknown): void }[] = [];
  let received = Buffer.alloc(0);
  let failure: Error | undefined;

  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(failure);
  };
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("the connection was closed")));
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (let parsed = parseReply(received); parsed; parsed = parseReply(received)) {
      received = received.subarray(parsed.length);
      const next = waiting.shift();
      if (parsed.reply instanceof Error) next?.reject(parsed.reply);
      else next?.resolve(parsed.reply);
    }
  });
  return {
    command: (args) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        waiting.push({ resolve, reject });
        const parts = args.map((arg) => `$${Buffer.byteLength(arg)}\r\n${arg}\r\n`);
        socket.write(`*${args.length}\r\n${parts.join("")}`);
      }),
    close: () => socket.destroy(),
  };
}

/** Parses a simple string, an error, a number or a bulk string; `undefined` while it is not complete. */
function parseReply(data: Buffer): { readonly reply: unknown; readonly length: number } | undefined {
  const end = data.indexOf("\r\n");
  if (end < 0) return undefined;
  const line = data.toString("utf8", 1, end);
  const length = end + 2;
  const kind = String.fromCharCode(data[0] ?? 0);
  if (kind === "-") return { reply: new Error(line), length };
  if (kind === ":") return { reply: Number(line), length };
  if (kind !== "$") return { reply: line, length };
  const size = Number(line);
  if (size < 0) return { reply: null, length };
  if (data.length < length + size + 2) return undefined;
  return { reply: data.toString("utf8", length, length + size), length: length + size + 2 };
}
