import { Redis } from "ioredis";
import { createClient } from "redis";
import { connectRaw } from "./raw-client.ts";

/** A client of Redis, as its users pass it to `redisStore`. */
export interface Client {
  readonly command: (args: string[]) => Promise<unknown>;
  close(): Promise<void> | void;
}

/** The clients that the store is tested with. */
export const clients: Readonly<Record<string, (port: number) => Promise<Client>>> = {
  "node-redis": async (port) => {
    const client = createClient({ url: `redis://127.0.0.1:${port}` });
    client.on("error", () => {});
    await client.connect();
    return { command: (args) => client.sendCommand(args), close: () => client.destroy() };
  },
  ioredis: async (port) => {
    const client = new Redis(port, "127.0.0.1");
    client.on("error", () => {});
    return { command: ([name = "", ...args]) => client.call(name, ...args), close: () => client.disconnect() };
  },
  "a bare socket": async (port) => connectRaw(port),
};
