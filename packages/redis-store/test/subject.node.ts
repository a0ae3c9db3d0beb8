import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { redisStore } from "@x/sentry-redis-store";
import type { StoreSubject } from "@x/sentry-testing";
import { type Client, clients } from "./clients.ts";
import { noRedis, startRedis } from "./redis-server.ts";

/** The store on its own server, with one of the clients. */
export function subjectWith(name: string, connect: (port: number) => Promise<Client>): StoreSubject {
  return {
    name: `redisStore with ${name}`,
    open: async () => {
      const server = await startRedis();
      const prefix = `${randomUUID()}:`;
      const open = await Promise.all([connect(server.port), connect(server.port), connect(server.port)]);
      let used = 0;
      return {
        connect: () => {
          used += 1;
          const client = open[used % open.length];
          return redisStore({ command: (args) => client?.command(args) ?? Promise.reject(), prefix });
        },
        abandonLock: async (key) => {
          const program = path.join(import.meta.dirname, "hold-lock.ts");
          const holder = spawn(process.execPath, [program, String(server.port), prefix, key], {
            stdio: ["ignore", "pipe", "inherit"],
          });
          await Promise.race([once(holder.stdout, "data"), once(holder, "exit")]);
          holder.kill("SIGKILL");
          await once(holder, "close");
        },
        close: async () => {
          for (const client of open) await client.close();
          await server.stop();
        },
      };
    },
  };
}

export const stores: readonly StoreSubject[] = Object.entries(clients).map(([name, connect]) =>
  subjectWith(name, connect),
);

/** Why none of them can be tested here, or `undefined`. */
export const unavailable: string | undefined = noRedis;
