import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redisStore } from "../src/index.ts";
import { clients } from "./clients.ts";
import { connectRaw, type RawClient } from "./raw-client.ts";
import { noRedis, type RedisServer, startRedis } from "./redis-server.ts";

const KEY = "oauth:acme";
const credential = (id: string) => ({
  id,
  value: `token-${id}`,
  issuedAt: 1_700_000_000_000,
  refreshToken: `refresh-${id}`,
});

describe.skipIf(noRedis)("redisStore", () => {
  let server: RedisServer;
  let client: RawClient;
  beforeAll(async () => {
    server = await startRedis(["--appendonly", "yes", "--appendfsync", "always"]);
    client = connectRaw(server.port);
  });
  afterAll(async () => {
    client.close();
    await server.stop();
  });

  test("stores plain JSON below its prefix", async () => {
    await redisStore({ command: client.command, prefix: "acme:" }).replace(KEY, undefined, credential("a"));
    expect(JSON.parse(String(await client.command(["GET", `acme:credential:${KEY}`])))).toEqual(credential("a"));
    await redisStore({ command: client.command }).replace(KEY, undefined, credential("b"));
    expect(await client.command(["EXISTS", `sentry-auth:credential:${KEY}`])).toBe(1);
  });

  test.each(["", "{", "[]", '{"id":"a"}', "token-of-someone"])(
    "refuses a foreign value and leaves it: %s",
    async (value) => {
      const store = redisStore({ command: client.command, prefix: "foreign:" });
      await client.command(["SET", "foreign:credential:k", value]);
      await expect(store.read("k")).rejects.toThrow("foreign:credential:k");
      const error = await store.replace("k", undefined, credential("a")).catch((failure: Error) => failure);
      expect(inspect(error)).not.toContain("token-of-someone");
      expect(await client.command(["GET", "foreign:credential:k"])).toBe(value);
    },
  );

  test("refuses a key of another type", async () => {
    await client.command(["RPUSH", "typed:credential:k", "1"]);
    const store = redisStore({ command: client.command, prefix: "typed:" });
    await expect(store.read("k")).rejects.toThrow("WRONGTYPE");
  });

  test("has no credential in the errors of its clients", async () => {
    const failing = (args: string[]): Promise<unknown> =>
      args[0] === "EVAL"
        ? Promise.reject(Object.assign(new Error(`ERR near ${args.at(-1)}`), { command: { args }, code: "EREDIS" }))
        : client.command(args);
    const store = redisStore({ command: failing, prefix: "clean:" });
    const error = await store.replace("k", undefined, credential("a")).catch((failure: Error) => failure);
    expect(error).toMatchObject({ code: "EREDIS" });
    expect(inspect(error, { showHidden: true, depth: 20 })).not.toMatch(/token-a|refresh-a/);
  });

  test.each(Object.entries(clients))("stores again after a restart of the server, with %s", async (name, connect) => {
    const before = await connect(server.port);
    await redisStore({ command: before.command, prefix: `${name}:` }).replace(KEY, undefined, credential("a"));
    await before.close();
    await server.restart();
    client.close();
    client = connectRaw(server.port);
    const after = await connect(server.port);
    const store = redisStore({ command: after.command, prefix: `${name}:` });
    expect(await store.read(KEY)).toEqual(credential("a"));
    expect(await store.replace(KEY, credential("a"), credential("b"))).toEqual(credential("b"));
    await after.close();
  });

  test("rejects while the connection is lost, and loses no lock loudly", async () => {
    const lost = connectRaw(server.port);
    const store = redisStore({ command: lost.command, prefix: "lost:" });
    const lock = await store.lock?.("k", 1_000);
    lost.close();
    await expect(store.read("k")).rejects.toThrow(/closed/);
    await expect(lock?.release()).resolves.toBeUndefined();
  });
});

test("accepts replies that are bytes", async () => {
  const bytes = new TextEncoder().encode(JSON.stringify(credential("a")));
  expect(await redisStore({ command: async () => bytes }).read("k")).toEqual(credential("a"));
});

test("refuses options that are wrong", () => {
  expect(() => redisStore({} as Parameters<typeof redisStore>[0])).toThrow(TypeError);
  expect(() => redisStore({ command: async () => null, prefix: 1 as unknown as string })).toThrow(TypeError);
});
