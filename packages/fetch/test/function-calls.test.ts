import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { bearerAuth } from "@x/sentry-bearer";
import { isSentryAuthError, withSentryAuth } from "@x/sentry-fetch";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

// How often a secret's function is called, counted over real sockets. The limits hold on a machine of any speed.

const servers: Server[] = [];
let received = 0;

type Respond = (response: ServerResponse, count: number) => void;

const accept: Respond = (response) => void response.end("{}");
const refuse: Respond = (response) =>
  void response.writeHead(401, { "Content-Type": "application/json" }).end('{"detail":"Invalid token"}');

/** Starts a server that responds to each request in this way. */
async function listen(respond: Respond): Promise<string> {
  const server = createServer((_, response) => {
    received += 1;
    respond(response, received);
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

test("50 requests that a redirect leads to a foreign 401 call it once and are sent once each", async () => {
  const foreign = await listen(refuse);
  const origin = await listen((response) => void response.writeHead(302, { Location: foreign }).end());
  const token = vi.fn(() => "1a2b3c");
  const sentry = withSentryAuth(fetch, bearerAuth({ token, origin }));
  for (let count = 0; count < 50; count += 1) expect((await sentry(origin)).status).toBe(401);
  expect(token).toHaveBeenCalledTimes(1);
  // Each at both servers.
  expect(received).toBe(100);
});

test.each<[string, rounds: number, atOnce: number, Respond]>([
  ["one after the other", 200, 1, refuse],
  // Each more than a millisecond after the one before, so that they come back over 400 ms.
  ["at once", 1, 300, (response, count) => void setTimeout(refuse, (count * 400) / 300, response, count)],
])("requests that are refused %s call it twice in five seconds if it returns the same", async (...row) => {
  const [, rounds, atOnce, respond] = row;
  const origin = await listen(respond);
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
  const origin = await listen(accept);
  const sentry = withSentryAuth(fetch, bearerAuth({ token, origin }));
  await sentry(origin);
  vi.setSystemTime(Date.now() + hour - 30_000);
  for (let count = 0; count < 421; count += 1) {
    expect((await sentry(origin)).status).toBe(200);
    // Two seconds in all.
    vi.setSystemTime(Date.now() + (count === 140 || count === 280 ? 1_000 : 0));
  }
  expect(token).toHaveBeenCalledTimes(1 + 3);
});

test("50 requests with a value that has expired on arrival call it once a second", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0) });
  const token = vi.fn(() => ({ value: "1a2b3c", expiresAt: Date.now() - 1 }));
  const origin = await listen(accept);
  const sentry = withSentryAuth(fetch, bearerAuth({ token, origin }));
  for (let count = 0; count < 50; count += 1) {
    expect((await sentry(origin)).status).toBe(200);
    vi.setSystemTime(Date.now() + (count === 24 ? 1_000 : 0));
  }
  expect(token).toHaveBeenCalledTimes(2);
});

test("20 requests to a refused origin do not call it where `origin` is listed", async () => {
  const token = vi.fn(() => "1a2b3c");
  const sentry = withSentryAuth(fetch, bearerAuth({ token, origin: "https://sentry.acme.com" }));
  const refused = await listen(accept);
  for (let count = 0; count < 20; count += 1) {
    const error = await sentry(refused).catch((reason: unknown) => reason);
    expect(isSentryAuthError(error) && error.code).toBe("ERR_UNTRUSTED_ORIGIN");
  }
  expect(token).not.toHaveBeenCalled();
  expect(received).toBe(0);
});
