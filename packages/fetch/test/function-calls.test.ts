import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { bearerAuth } from "@x/sentry-bearer";
import { isSentryAuthError, withSentryAuth } from "@x/sentry-fetch";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

// How often a secret's function is called, counted over real sockets. The limits hold on a machine of any speed.

const servers: Server[] = [];
let received = 0;

/** Starts a server that refuses every request, or redirects it. */
async function listen(location?: string): Promise<string> {
  const server = createServer((_, response) => {
    received += 1;
    if (location) response.writeHead(302, { Location: location }).end();
    else response.writeHead(401, { "Content-Type": "application/json" }).end('{"detail":"Invalid token"}');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeEach(() => {
  received = 0;
});
afterEach(() => {
  vi.useRealTimers();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const okay = async (): Promise<Response> => new Response("{}");

test("50 requests that a redirect leads to a foreign 401 call it once and are sent once each", async () => {
  const foreign = await listen();
  const origin = await listen(foreign);
  const token = vi.fn(() => "1a2b3c");
  const sentry = withSentryAuth(fetch, bearerAuth({ token, origin }));
  for (let count = 0; count < 50; count += 1) expect((await sentry(origin)).status).toBe(401);
  expect(token).toHaveBeenCalledTimes(1);
  // Each at both servers.
  expect(received).toBe(100);
});

test.each([
  ["one after the other", 200, 1],
  ["at once", 1, 300],
])("requests that are refused %s call it twice in five seconds if it returns the same", async (_, rounds, atOnce) => {
  const origin = await listen();
  const token = vi.fn(() => "1a2b3c");
  const sentry = withSentryAuth(fetch, bearerAuth({ token, origin }));
  const began = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    const responses = await Promise.all(Array.from({ length: atOnce }, () => sentry(origin)));
    for (const { status } of responses) expect(status).toBe(401);
  }
  const seconds = (performance.now() - began) / 1_000;
  expect(token.mock.calls.length).toBeLessThanOrEqual(2 + Math.floor(seconds / 5));
});

test("421 requests in the time before its value expires call it once a second while it fails", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0) });
  const hour = 3_600_000;
  const token = vi.fn(() => {
    if (token.mock.calls.length > 1) throw new Error("the vault is down");
    return { value: "1a2b3c", expiresAt: Date.now() + hour };
  });
  const sentry = withSentryAuth(okay as typeof fetch, bearerAuth({ token }));
  await sentry("https://sentry.io/");
  vi.setSystemTime(Date.now() + hour - 30_000);
  for (let count = 0; count < 421; count += 1) {
    await sentry("https://sentry.io/");
    // Two seconds in all.
    vi.setSystemTime(Date.now() + (count === 140 || count === 280 ? 1_000 : 0));
  }
  expect(token).toHaveBeenCalledTimes(1 + 3);
});

test("50 requests with a value that has expired on arrival call it once a second", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0) });
  const token = vi.fn(() => ({ value: "1a2b3c", expiresAt: Date.now() - 1 }));
  const sentry = withSentryAuth(okay as typeof fetch, bearerAuth({ token }));
  for (let count = 0; count < 50; count += 1) {
    await sentry("https://sentry.io/");
    vi.setSystemTime(Date.now() + (count === 24 ? 1_000 : 0));
  }
  expect(token).toHaveBeenCalledTimes(2);
});

test("20 requests to a refused origin do not call it where `origin` is listed", async () => {
  const token = vi.fn(() => "1a2b3c");
  const sentry = withSentryAuth(fetch, bearerAuth({ token, origin: "https://sentry.acme.com" }));
  for (let count = 0; count < 20; count += 1) {
    const error = await sentry(await listen()).catch((reason: unknown) => reason);
    expect(isSentryAuthError(error) && error.code).toBe("ERR_UNTRUSTED_ORIGIN");
  }
  expect(token).not.toHaveBeenCalled();
  expect(received).toBe(0);
});
