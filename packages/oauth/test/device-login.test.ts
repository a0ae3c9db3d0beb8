import { createServer } from "node:http";
import { memoryStore } from "@x/sentry-store";
import { startSentryServer } from "@x/sentry-testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { type DevicePrompt, deviceLogin } from "../src/index.ts";
import { exchanges, logInOnDevice, statusOf, strategyFor } from "./logins.ts";

// The brakes take a second or two, and the machine may be slow.
vi.setConfig({ testTimeout: 60_000 });

/** Timers fire at once, in order, and the clock goes along: no test waits five seconds. */
function skipWaiting() {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  onTestFinished(() => void vi.useRealTimers());
  vi.setTimerTickMode("nextTimerAsync");
}

test("logs a user in whose browser is on another device", async () => {
  skipWaiting();
  await using server = await startSentryServer();
  const store = memoryStore();
  const prompts: DevicePrompt[] = [];
  let polls = 0;
  const start = Date.now();
  const result = await logInOnDevice(server, store, {
    show: (prompt) => void prompts.push(prompt),
    fetch: async (url, init) => {
      // The user needs until the third poll.
      if (url.endsWith("/token/") && ++polls === 3) await fetch(prompts[0]?.urlWithCode ?? "");
      return fetch(url, init);
    },
  });
  expect(result).toEqual({ user: { id: "48168", name: null, email: "jane@acme.example" }, scopes: ["org:read"] });
  expect(prompts).toEqual([
    {
      userCode: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
      url: `${server.origin}/oauth/device/`,
      urlWithCode: `${server.origin}/oauth/device/?user_code=${prompts[0]?.userCode}`,
      expiresAt: expect.any(Date),
    },
  ]);
  expect(prompts[0]?.expiresAt.getTime()).toBeGreaterThanOrEqual(start + 600_000);
  expect(exchanges(server)).toHaveLength(3);
  expect(Date.now() - start).toBeGreaterThanOrEqual(15_000);
  expect(await statusOf(strategyFor(server, store), server)).toBe(200);
});

test("slows down by five seconds when Sentry asks for it", async () => {
  skipWaiting();
  await using server = await startSentryServer();
  const times: number[] = [];
  await logInOnDevice(server, memoryStore(), {
    fetch: async (url, init) => {
      if (url.endsWith("/token/")) times.push(Date.now());
      if (times.length !== 1) return fetch(url, init);
      return Response.json({ error: "slow_down" }, { status: 400 });
    },
  });
  const [first = 0, second = 0] = times;
  expect(second - first).toBeGreaterThanOrEqual(10_000);
});

test("goes on polling after the network was gone for a while", async () => {
  skipWaiting();
  await using server = await startSentryServer();
  let polls = 0;
  await logInOnDevice(server, memoryStore(), {
    fetch: async (url, init) => {
      if (url.endsWith("/token/") && ++polls === 1) throw new TypeError("fetch failed");
      if (url.endsWith("/token/") && polls === 2) return new Response("<html>", { status: 502 });
      return fetch(url, init);
    },
  });
  expect(polls).toBe(3);
});

test("a user who denies access, a code that expires, and a Sentry without device logins are told apart", async () => {
  skipWaiting();
  await using server = await startSentryServer();
  const outcome = (options?: object) => logInOnDevice(server, memoryStore(), options).catch((error: unknown) => error);
  server.oauth.decision = "deny";
  expect(await outcome()).toMatchObject({ code: "ERR_LOGIN_REQUIRED", cause: { code: "access_denied" } });
  // The user doesn't visit the page.
  expect(await outcome({ show: () => {} })).toMatchObject({
    code: "ERR_LOGIN_REQUIRED",
    cause: { code: "expired_token" },
  });
  server.oauth.supported = false;
  expect(await outcome()).toMatchObject({
    code: "ERR_SECRET_UNAVAILABLE",
    message: expect.stringContaining("from version 26.1.0"),
    cause: { code: "unsupported" },
  });
  expect(await outcome({ clientId: "unknown" })).toMatchObject({ cause: { code: "unsupported" } });
  server.oauth.supported = true;
  expect(await outcome({ clientId: "unknown" })).toMatchObject({ cause: { code: "invalid_client" } });
});

test("a signal ends the login at once, with its reason", async () => {
  await using server = await startSentryServer();
  const store = memoryStore();
  const reason = new Error("the user pressed Ctrl+C");
  const controller = new AbortController();
  const login = logInOnDevice(server, store, { signal: controller.signal, show: () => controller.abort(reason) });
  await expect(login).rejects.toBe(reason);
  await expect(logInOnDevice(server, store, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(exchanges(server)).toEqual([]);
  await expect(statusOf(strategyFor(server, store), server)).rejects.toMatchObject({ code: "ERR_LOGIN_REQUIRED" });
});

test("an error of `show` ends the login", async () => {
  await using server = await startSentryServer();
  const reason = new Error("no terminal");
  const show = () => {
    throw reason;
  };
  await expect(logInOnDevice(server, memoryStore(), { show })).rejects.toBe(reason);
});

test("shows no URL that isn't one of the web", async () => {
  const server = createServer((_, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(
      JSON.stringify({ device_code: "d", user_code: "u", verification_uri: "file:///etc/passwd", expires_in: 600 }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const show = vi.fn();
  const login = deviceLogin({
    clientId: "1a2b3c",
    scopes: [],
    store: memoryStore(),
    instance: `http://127.0.0.1:${port}`,
    show,
  });
  await expect(login).rejects.toMatchObject({ cause: { code: "unexpected_response" } });
  expect(show).not.toHaveBeenCalled();
});
