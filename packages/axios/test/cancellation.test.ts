import { getEventListeners } from "node:events";
import { bearerAuth } from "@x/sentry-bearer";
import { startSentryServer } from "@x/sentry-testing";
import type { AxiosInstance, AxiosRequestConfig, AxiosStatic } from "axios";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { withSentryAuth } from "../src/index.ts";
import { hurry } from "./hurry.ts";
import { startPartialServer } from "./partial-server.ts";
import { transports } from "./versions.ts";

interface Cancellable {
  readonly config: AxiosRequestConfig;
  readonly cancel: () => void;
  readonly listeners: () => number;
}

const ways: readonly (readonly [string, (axios: AxiosStatic) => Cancellable])[] = [
  [
    "a signal",
    () => {
      const controller = new AbortController();
      const { signal } = controller;
      const listeners = () => getEventListeners(signal, "abort").length;
      return { config: { signal }, cancel: () => controller.abort(new Error("enough")), listeners };
    },
  ],
  [
    "a CancelToken",
    ({ CancelToken }) => {
      const { token, cancel } = CancelToken.source();
      const listeners = () => (token as unknown as { _listeners?: unknown[] | null })._listeners?.length ?? 0;
      return { config: { cancelToken: token }, cancel: () => cancel("enough"), listeners };
    },
  ],
  [
    "the signal of both",
    ({ CancelToken }) => {
      const controller = new AbortController();
      const config = { signal: controller.signal, cancelToken: CancelToken.source().token };
      const listeners = () => getEventListeners(controller.signal, "abort").length;
      return { config, cancel: () => controller.abort(), listeners };
    },
  ],
];

/** A secret that is given when the test says so. */
function held() {
  let give = (_: string): void => {};
  const secret = new Promise<string>((resolve) => {
    give = resolve;
  });
  let ask = (): void => {};
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const token = () => {
    ask();
    return secret;
  };
  return { token, asked, give: (text: string) => give(text) };
}

describe.each(transports)("$name", ({ axios, adapter, newest }) => {
  test.each(ways)("%s ends one caller's wait for a secret, at once", async (_, way) => {
    await using server = await startSentryServer();
    const { token, asked, give } = held();
    const sentry = withSentryAuth(axios.create({ adapter }), bearerAuth({ token, origin: server.origin }));
    const { config, cancel, listeners } = way(axios);
    const gone = sentry.get(server.urls.echo, config).catch((error) => error);
    const stays = sentry.get(server.urls.echo);
    await asked;
    cancel();
    const error = await gone;
    expect(axios.isCancel(error)).toBe(true);
    expect(error).toBeInstanceOf(axios.CanceledError);
    expect(error).toMatchObject({ code: "ERR_CANCELED" });
    expect(listeners()).toBe(0);
    expect(server.requests).toEqual([]);
    give(server.credentials.token);
    expect((await stays).status).toBe(200);
    expect(server.requests).toHaveLength(1);
  });

  test.each(ways)("%s ends one caller's wait for a renewal", async (_, way) => {
    hurry();
    await using server = await startSentryServer();
    const { token, asked, give } = held();
    const secrets = [() => "out-of-date", token];
    const provide = () => secrets.shift()?.() ?? expect.unreachable();
    const sentry = withSentryAuth(axios.create({ adapter }), bearerAuth({ token: provide, origin: server.origin }));
    const { config, cancel } = way(axios);
    const gone = sentry.get(server.urls.echo, config).catch((error) => error);
    const stays = sentry.get(server.urls.echo);
    await asked;
    cancel();
    expect(axios.isCancel(await gone)).toBe(true);
    give(server.credentials.token);
    expect((await stays).status).toBe(200);
  });

  test.each(ways)("%s ends a request that is under way", async (name, way) => {
    await using server = await startSentryServer();
    const { token, give } = held();
    give(server.credentials.token);
    const sentry = withSentryAuth(axios.create({ adapter }), bearerAuth({ token, origin: server.origin }));
    const { config, cancel } = way(axios);
    // The oldest fetch adapter does not listen to tokens.
    if (adapter === "fetch" && config.cancelToken && !("toAbortSignal" in config.cancelToken)) return;
    const gone = sentry.get(`${server.urls.echo}?hold=for-ever`, config).catch((error) => error);
    await server.arrived(1);
    cancel();
    expect(axios.isCancel(await gone), name).toBe(true);
  });

  test.each(ways)("%s that was over before sends nothing, and asks for nothing", async (_, way) => {
    await using server = await startSentryServer();
    const token = () => expect.unreachable();
    const sentry = withSentryAuth(axios.create({ adapter }), bearerAuth({ token, origin: server.origin }));
    const { config, cancel } = way(axios);
    cancel();
    expect(axios.isCancel(await sentry.get(server.urls.echo, config).catch((error) => error))).toBe(true);
    expect(server.requests).toEqual([]);
  });

  test.each(ways)("%s has no listener left after a request", async (_, way) => {
    hurry();
    await using server = await startSentryServer();
    const provide = () => Promise.resolve({ value: server.credentials.token, expiresAt: Date.now() });
    const sentry = withSentryAuth(axios.create({ adapter }), bearerAuth({ token: provide, origin: server.origin }));
    const bare = axios.create({ adapter, validateStatus: null });
    const { config, listeners } = way(axios);
    for (let index = 0; index < 5; index++) await bare.get(server.urls.echo, config);
    await new Promise(setImmediate);
    const before = listeners();
    for (let index = 0; index < 5; index++) await sentry.get(server.urls.echo, config);
    await expect.poll(listeners).toBeLessThanOrEqual(2 * before);
  });

  // Without us too, the oldest never settles such a request, or ends the process over it.
  test.runIf(newest).each<[string, unknown]>([
    ["a controller in place of its signal", new AbortController()],
    ["an object", {}],
    ["a text", "x"],
    ["a number", 1],
  ])("%s is no signal, and left to axios", async (_, signal) => {
    await using server = await startSentryServer();
    const rejected = vi.fn();
    process.on("unhandledRejection", rejected);
    onTestFinished(() => {
      process.off("unhandledRejection", rejected);
    });
    const facts = async (instance: AxiosInstance) => {
      const result = await instance.get(server.urls.echo, { signal: signal as AbortSignal }).catch((error) => error);
      return { name: result.name, message: result.message, code: result.code, status: result.status };
    };
    const bare = axios.create({ adapter, headers: { Authorization: `Bearer ${server.credentials.token}` } });
    const token = async () => server.credentials.token;
    const sentry = withSentryAuth(axios.create({ adapter }), bearerAuth({ token, origin: server.origin }));
    expect(await facts(sentry)).toEqual(await facts(bare));
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    expect(rejected).not.toHaveBeenCalled();
  });

  test("a signal without a reason, as of the package abort-controller, cancels", async () => {
    await using server = await startSentryServer();
    const { token, asked } = held();
    const sentry = withSentryAuth(axios.create({ adapter }), bearerAuth({ token, origin: server.origin }));
    const signal = Object.assign(new EventTarget(), { aborted: false });
    const gone = sentry.get(server.urls.echo, { signal: signal as never }).catch((error) => error);
    await asked;
    signal.aborted = true;
    signal.dispatchEvent(new Event("abort"));
    expect(axios.isCancel(await gone)).toBe(true);
    expect(server.requests).toEqual([]);
  });

  test("an abort in the middle of a stream is no uncaught exception", async () => {
    await using server = await startPartialServer();
    const strategy = bearerAuth({ token: "0123456789abcdef0123456789abcdef", origin: server.origin });
    const uncaught = vi.fn();
    process.on("uncaughtException", uncaught);
    onTestFinished(() => {
      process.off("uncaughtException", uncaught);
    });
    const controller = new AbortController();
    const sentry = withSentryAuth(axios.create({ adapter }), strategy);
    const { data, config } = await sentry.get(server.origin, { responseType: "stream", signal: controller.signal });
    controller.abort();
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    expect(uncaught).not.toHaveBeenCalled();
    const end = (async () => {
      for await (const _ of data);
    })();
    const error = await end.catch((reason) => reason);
    expect(error.message).toMatch(/cancel|abort|premature/i);
    if (!axios.isCancel(error) || adapter === "fetch") return;
    expect(error).toMatchObject({ config, request: { method: "GET" } });
    expect(error.request).not.toHaveProperty("agent");
  });
});
