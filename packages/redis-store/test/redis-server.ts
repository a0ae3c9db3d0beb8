import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { connectRaw } from "./raw-client.ts";

/** A real Redis on the loopback interface, for tests. */
export interface RedisServer {
  readonly port: number;
  /** Stops the server as its operator would, and starts it again with the data that it stored. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The reason for which there is no Redis on this machine, or `undefined`. */
export const noRedis: string | undefined =
  spawnSync("redis-server", ["--version"]).error === undefined ? undefined : "redis-server is not installed";

/** Starts a Redis on a free port, with an empty directory. */
export async function startRedis(options: readonly string[] = []): Promise<RedisServer> {
  const directory = await mkdtemp(path.join(tmpdir(), "redis-"));
  const port = await freePort();
  const start = async (): Promise<ChildProcess> => {
    const fixed = ["--port", String(port), "--bind", "127.0.0.1", "--dir", directory, "--save", ""];
    const server = spawn("redis-server", [...fixed, ...options], { stdio: "ignore" });
    await ready(port, server);
    return server;
  };
  const end = async (server: ChildProcess): Promise<void> => {
    const ended = once(server, "exit");
    if (server.exitCode === null && server.kill("SIGTERM")) await ended;
  };
  let server = await start();
  // A run that fails leaves no server behind.
  const kill = (): void => {
    server.kill("SIGKILL");
  };
  process.once("exit", kill);
  return {
    port,
    restart: async () => {
      await end(server);
      server = await start();
    },
    stop: async () => {
      process.off("exit", kill);
      await end(server);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address ? address.port : 0;
}

/** Waits until the server replies to a PING. */
async function ready(port: number, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`redis-server ended with ${server.exitCode} before it was ready`);
    const client = connectRaw(port);
    const reply = await client.command(["PING"]).catch(() => undefined);
    client.close();
    if (reply === "PONG") return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
