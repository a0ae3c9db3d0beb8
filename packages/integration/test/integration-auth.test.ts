import { setTimeout } from "node:timers/promises";
import { inspect } from "node:util";
import type { AuthStrategy } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-fetch";
import { type CredentialStore, memoryStore } from "@x/sentry-store";
import { findLeaks, type SentryServer, startSentryServer } from "@x/sentry-testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type ExchangeFetchLike, integrationAuth } from "../src/index.ts";

const HOUR = 60 * 60 * 1000;

const statusOf = async (strategy: AuthStrategy, { urls }: SentryServer): Promise<number> =>
  (await withSentryAuth(fetch, strategy)(urls.projects)).status;

/** A store without a lock, so that exchanges of several strategies meet at the server. */
function storeWithoutLock(): CredentialStore {
  const { read, replace } = memoryStore();
  return { read, replace };
}

function setClock(time: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: time });
  onTestFinished(() => void vi.useRealTimers());
}

describe("renewal", () => {
  test("the first request exchanges, once for all that wait, and later ones use the token", async () => {
    await using server = await startSentryServer();
    const installation = server.installations.create({ authorized: true });
    const strategy = integrationAuth({ ...installation.options, store: memoryStore() });
    expect(await Promise.all([1, 2, 3].map(() => statusOf(strategy, server)))).toEqual([200, 200, 200]);
    expect(await statusOf(strategy, server)).toBe(200);
    expect(installation.exchanges).toBe(2);
    const [exchange, ...requests] = server.requests;
    expect(exchange).toMatchObject({
      method: "POST",
      url: `/api/0/sentry-app-installations/${installation.options.installationId}/authorizations/`,
    });
    expect(JSON.parse(Buffer.from(exchange?.body ?? []).toString())).toEqual({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    });
    const [header, payload] = (exchange?.authorization ?? "").replace("Bearer ", "").split(".");
    const decode = (part = ""): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
    const { clientId } = installation.options;
    expect(decode(header)).toEqual({ alg: "HS256", typ: "JWT" });
    const claims = decode(payload) as { iat: number; exp: number };
    expect(claims).toEqual({
      iss: clientId,
      sub: clientId,
      iat: expect.any(Number),
      exp: claims.iat + 60,
      jti: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
    });
    expect(requests).toHaveLength(4);
    for (const { authorization } of requests) expect(authorization).toBe(`Bearer ${installation.token}`);
  });

  test("two strategies with one store share one token, and adopt each other's renewals", async () => {
    await using server = await startSentryServer();
    const installation = server.installations.create({ authorized: true });
    const store = memoryStore();
    const [one, two] = [1, 2].map(() => integrationAuth({ ...installation.options, store }));
    if (!one || !two) throw new Error();
    expect(await Promise.all([statusOf(one, server), statusOf(two, server)])).toEqual([200, 200]);
    expect(installation.exchanges).toBe(2);
    installation.expire();
    expect(await statusOf(one, server)).toBe(200);
    expect(installation.exchanges).toBe(3);
    expect(await statusOf(two, server)).toBe(200);
    expect(installation.exchanges).toBe(3);
  });

  test("a token is renewed in its last minute, and not before", async () => {
    await using server = await startSentryServer();
    const installation = server.installations.create({ authorized: true });
    const strategy = integrationAuth({ ...installation.options, store: memoryStore() });
    const start = Date.now();
    setClock(start);
    expect(await statusOf(strategy, server)).toBe(200);
    vi.setSystemTime(start + 8 * HOUR - 61_000);
    expect(await statusOf(strategy, server)).toBe(200);
    expect(installation.exchanges).toBe(2);
    vi.setSystemTime(start + 8 * HOUR - 1);
    expect(await statusOf(strategy, server)).toBe(200);
    expect(installation.exchanges).toBe(3);
  });

  test("a new token that a replica does not know yet is sent again without another exchange", async () => {
    await using server = await startSentryServer();
    const installation = server.installations.create({ authorized: true });
    server.installations.replicaLag = 3600;
    const strategy = integrationAuth({ ...installation.options, store: memoryStore() });
    const client = withSentryAuth(async (input: RequestInfo | URL, init?: RequestInit) => {
      const response = await fetch(input, init);
      server.installations.replicaLag = 0;
      server.installations.clockOffset = 3600;
      return response;
    }, strategy);
    expect((await client(server.urls.projects)).status).toBe(200);
    expect(installation.exchanges).toBe(2);
  });

  test("fifty strategies with one function for the client secret call it once", async () => {
    await using server = await startSentryServer();
    const clientSecret = vi.fn(async () => server.installations.clientSecret);
    const all = Array.from({ length: 50 }, () => {
      const installation = server.installations.create({ authorized: true });
      return integrationAuth({ ...installation.options, clientSecret, store: memoryStore() });
    });
    expect(clientSecret).not.toHaveBeenCalled();
    expect(new Set(await Promise.all(all.map((strategy) => statusOf(strategy, server))))).toEqual(new Set([200]));
    expect(clientSecret).toHaveBeenCalledTimes(1);
  });
});

describe("faults", () => {
  test("an exchange that meets another one adopts its token", async () => {
    await using server = await startSentryServer();
    const installation = server.installations.create({ authorized: true });
    const store = storeWithoutLock();
    const [one, two] = [1, 2].map(() => integrationAuth({ ...installation.options, store }));
    if (!one || !two) throw new Error();
    const started = new Promise<void>((resolve) => {
      server.installations.beforeCommit = async () => {
        resolve();
        while (installation.conflicts === 0) await setTimeout(1);
      };
    });
    const first = statusOf(one, server);
    await started;
    expect(await Promise.all([first, statusOf(two, server)])).toEqual([200, 200]);
    expect(installation).toMatchObject({ exchanges: 2, conflicts: 1 });
  });

  test("a second 409 is ERR_SECRET_UNAVAILABLE, and the next request tries again", async () => {
    await using server = await startSentryServer();
    const installation = server.installations.create({ authorized: true });
    const [one, two] = [1, 2].map(() => integrationAuth({ ...installation.options, store: storeWithoutLock() }));
    if (!one || !two) throw new Error();
    let release = (): void => {};
    const started = new Promise<void>((resolve) => {
      server.installations.beforeCommit = () => {
        resolve();
        return new Promise((done) => {
          release = done;
        });
      };
    });
    const first = statusOf(one, server);
    await started;
    await expect(statusOf(two, server)).rejects.toMatchObject({
      code: "ERR_SECRET_UNAVAILABLE",
      message: expect.stringMatching(/same store/),
    });
    expect(installation.conflicts).toBe(2);
    server.installations.beforeCommit = undefined;
    release();
    expect(await first).toBe(200);
    await vi.waitFor(async () => expect(await statusOf(two, server)).toBe(200), { timeout: 20_000, interval: 100 });
  });

  test("an exchange whose response was lost is repeated", async () => {
    await using server = await startSentryServer();
    const installation = server.installations.create({ authorized: true });
    const strategy = integrationAuth({ ...installation.options, store: memoryStore() });
    server.installations.afterCommit = () => (installation.exchanges === 2 ? "drop" : undefined);
    expect(await statusOf(strategy, server)).toBe(200);
    expect(installation.exchanges).toBe(3);
  });

  test("a network failure is ERR_SECRET_UNAVAILABLE, and the next request tries again", async () => {
    await using server = await startSentryServer();
    const installation = server.installations.create({ authorized: true });
    const strategy = integrationAuth({ ...installation.options, store: memoryStore() });
    server.installations.afterCommit = () => "drop";
    const failure = await statusOf(strategy, server).catch((error) => error);
    expect(failure).toMatchObject({
      code: "ERR_SECRET_UNAVAILABLE",
      strategy: "integration",
      message: expect.stringContaining(server.origin),
      cause: { message: "fetch failed" },
    });
    server.installations.afterCommit = undefined;
    await vi.waitFor(async () => expect(await statusOf(strategy, server)).toBe(200), {
      timeout: 20_000,
      interval: 100,
    });
  });

  test.each([-3600, 3600])("a clock of the server that is %i seconds ahead does no harm", async (seconds) => {
    await using server = await startSentryServer();
    const installation = server.installations.create({ authorized: true });
    server.installations.clockOffset = seconds;
    const strategy = integrationAuth({ ...installation.options, store: memoryStore() });
    expect(await statusOf(strategy, server)).toBe(200);
    expect(await statusOf(strategy, server)).toBe(200);
    expect(installation.exchanges).toBe(2);
  });

  test("a token's end is stored by the local clock if the clocks differ by hours", async () => {
    await using server = await startSentryServer();
    const installation = server.installations.create({ authorized: true });
    server.installations.clockOffset = -24 * 60 * 60;
    const store = memoryStore();
    const replace = vi.fn(store.replace);
    const strategy = integrationAuth({ ...installation.options, store: { ...store, replace } });
    expect(await statusOf(strategy, server)).toBe(200);
    const [, , stored] = replace.mock.calls[0] ?? [];
    const life = Number(stored?.expiresAt) - Number(stored?.issuedAt);
    expect(Math.abs(life - 8 * HOUR)).toBeLessThan(HOUR / 2);
  });

  test("a client secret that was rotated is read again from its function", async () => {
    await using server = await startSentryServer();
    const installation = server.installations.create({ authorized: true });
    const clientSecret = vi.fn(async () => server.installations.clientSecret);
    const strategy = integrationAuth({ ...installation.options, clientSecret, store: memoryStore() });
    expect(await statusOf(strategy, server)).toBe(200);
    server.installations.rotateSecret();
    installation.expire();
    expect(await statusOf(strategy, server)).toBe(200);
    expect(clientSecret).toHaveBeenCalledTimes(2);
  });

  test("a fixed client secret that was rotated leaves the old token until it expires", async () => {
    await using server = await startSentryServer();
    const installation = server.installations.create({ authorized: true });
    const strategy = integrationAuth({ ...installation.options, store: memoryStore() });
    expect(await statusOf(strategy, server)).toBe(200);
    server.installations.rotateSecret();
    const start = Date.now();
    setClock(start + 8 * HOUR - 1000);
    expect(await statusOf(strategy, server)).toBe(200);
    vi.setSystemTime(start + 8 * HOUR + 2000);
    await expect(statusOf(strategy, server)).rejects.toMatchObject({
      code: "ERR_SECRET_UNAVAILABLE",
      message: expect.stringMatching(/client id or the client secret .*"Could not validate JWT"/),
    });
  });

  test("an installation without a token is ERR_LOGIN_REQUIRED, until it has one", async () => {
    await using server = await startSentryServer();
    const installation = server.installations.create();
    const strategy = integrationAuth({ ...installation.options, store: memoryStore() });
    const expected = {
      code: "ERR_LOGIN_REQUIRED",
      message: expect.stringMatching(/Installation does not have a token.*authorizeInstallation/),
    };
    await expect(statusOf(strategy, server)).rejects.toMatchObject(expected);
    const { clientId: client_id, clientSecret: client_secret, instance, installationId } = installation.options;
    await fetch(`${instance}/api/0/sentry-app-installations/${installationId}/authorizations/`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ grant_type: "authorization_code", code: installation.code, client_id, client_secret }),
    });
    expect(await statusOf(strategy, server)).toBe(200);
  });

  test("an uninstalled integration is ERR_LOGIN_REQUIRED, even after a 401", async () => {
    await using server = await startSentryServer();
    const installation = server.installations.create({ authorized: true });
    const strategy = integrationAuth({ ...installation.options, store: memoryStore() });
    expect(await statusOf(strategy, server)).toBe(200);
    setClock(Date.now() + 20_000);
    installation.uninstall();
    await expect(statusOf(strategy, server)).rejects.toMatchObject({
      code: "ERR_LOGIN_REQUIRED",
      message: expect.stringMatching(/uninstalled/),
    });
  });
});

describe("responses to the exchange", () => {
  const options = {
    installationId: "7a485448-a9e2-4c85-8a3c-4f44175783c9",
    clientId: "1a2b3c",
    clientSecret: "0123456789abcdef".repeat(4),
  };
  const request = { url: "https://sentry.io/api/0/", method: "GET" };
  const authorize = async (respond: ExchangeFetchLike) =>
    integrationAuth({ ...options, store: memoryStore(), fetch: respond }).authorize(request);
  const end = new Date(Date.now() + HOUR).toISOString();
  const token = "f".repeat(64);

  test.each<[string, RegExp, () => Response]>([
    ["ERR_LOGIN_REQUIRED", /does not have a token/, () => refusal(401, "Installation does not have a token")],
    ["ERR_LOGIN_REQUIRED", /install it again/, () => refusal(401, "Installation not found")],
    ["ERR_LOGIN_REQUIRED", /install it again/, () => refusal(404, "Could not find given sentry app installation")],
    ["ERR_SECRET_UNAVAILABLE", /client secret/, () => refusal(403, "JWT credentials are missing or invalid")],
    ["ERR_SECRET_UNAVAILABLE", /client secret/, () => refusal(401, "Invalid Client ID / Secret pair")],
    [
      "ERR_SECRET_UNAVAILABLE",
      /403, "Manual token/,
      () => refusal(403, "Manual token refresh is not enabled for this organization"),
    ],
    ["ERR_SECRET_UNAVAILABLE", /500/, () => refusal(500, "Failed to refresh given token")],
    ["ERR_SECRET_UNAVAILABLE", /429/, () => refusal(429, "Too many requests")],
    ["ERR_SECRET_UNAVAILABLE", /404/, () => new Response(null, { status: 404 })],
    ["ERR_SECRET_UNAVAILABLE", /proxy/, () => html(403)],
    ["ERR_SECRET_UNAVAILABLE", /no token/, () => html(200)],
    ["ERR_SECRET_UNAVAILABLE", /no token/, () => Response.json({ token, scopes: [] }, { status: 201 })],
    [
      "ERR_SECRET_UNAVAILABLE",
      /no token/,
      () => Response.json({ token, scopes: [], expiresAt: "soon" }, { status: 201 }),
    ],
    ["ERR_SECRET_UNAVAILABLE", /no token/, () => Response.json({ token, expiresAt: end }, { status: 201 })],
    [
      "ERR_SECRET_UNAVAILABLE",
      /no token/,
      () => Response.json({ token: `${token}\n`, expiresAt: end, scopes: [] }, { status: 201 }),
    ],
    ["ERR_SECRET_UNAVAILABLE", /no token/, () => Response.json([token], { status: 201 })],
    ["ERR_SECRET_UNAVAILABLE", /no token/, () => Response.json(null, { status: 201 })],
    ["ERR_SECRET_UNAVAILABLE", /redirect.*instance/, () => Response.redirect("https://other.example/", 307)],
    ["ERR_SECRET_UNAVAILABLE", /redirect.*instance/, () => Response.error()],
  ])("%s for a response like %s", async (code, message, respond) => {
    const error = await authorize(async () => respond()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, strategy: "integration", message: expect.stringMatching(message) });
    expect(findLeaks({ error }, { secrets: [options.clientSecret, token, "eyJhbGciOi"] })).toEqual([]);
  });

  test("an error of fetch that contains the request is cleaned", async () => {
    const error = await authorize(async (url, init) => {
      const message = `could not send ${inspect(init)} with ${options.clientSecret}`;
      throw Object.assign(new Error(message, { cause: { init } }), { config: { url, init }, code: "ECONNREFUSED" });
    }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "ERR_SECRET_UNAVAILABLE", cause: { code: "ECONNREFUSED" } });
    expect(findLeaks({ error }, { secrets: [options.clientSecret, "eyJhbGciOi"] })).toEqual([]);
  });

  test("a fetch that followed a redirect all the same is refused", async () => {
    const respond: ExchangeFetchLike = async (_, init) => {
      expect(init.redirect).toBe("manual");
      const body = JSON.stringify({ token, expiresAt: end, scopes: [] });
      return { status: 201, redirected: true, headers: new Headers(), text: async () => body };
    };
    await expect(authorize(respond)).rejects.toThrow(/redirected/);
  });
});

describe("where secrets may go", () => {
  const options = { installationId: "1", clientId: "1a2b3c", clientSecret: "0123456789abcdef", store: memoryStore() };

  test.each([
    [{}, ["https://sentry.io", "https://*.sentry.io"]],
    [{ instance: "https://sentry.io/" }, ["https://sentry.io", "https://*.sentry.io"]],
    [{ instance: "https://sentry.acme.com" }, ["https://sentry.acme.com"]],
    [{ instance: new URL("http://10.0.0.5:9000") }, ["http://10.0.0.5:9000"]],
    [{ instance: undefined, origin: "https://us.sentry.io" }, ["https://us.sentry.io"]],
  ])("the token: %j", (changed, origins) => {
    expect(integrationAuth({ ...options, ...changed }).origins).toEqual(origins);
  });

  test("nothing is exchanged for a request that is refused", async () => {
    const exchange = vi.fn<ExchangeFetchLike>();
    const strategy = integrationAuth({ ...options, fetch: exchange });
    await expect(withSentryAuth(fetch, strategy)("https://evil.example/")).rejects.toMatchObject({
      code: "ERR_UNTRUSTED_ORIGIN",
    });
    expect(exchange).not.toHaveBeenCalled();
  });

  test("an exchange follows no redirect", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const installation = server.installations.create({ authorized: true });
    const strategy = integrationAuth({
      ...installation.options,
      store: memoryStore(),
      fetch: (url, init) =>
        fetch(`${server.origin}/test/redirect?status=307&to=${other.origin}${new URL(url).pathname}`, init),
    });
    await expect(statusOf(strategy, server)).rejects.toThrow(/redirected/);
    expect(other.requests).toEqual([]);
  });

  test("nothing that can be printed shows the client secret or the token", async () => {
    await using server = await startSentryServer();
    const installation = server.installations.create({ authorized: true });
    const store = memoryStore();
    const strategy = integrationAuth({ ...installation.options, store });
    const client = withSentryAuth(fetch, strategy);
    const response = await client(server.urls.projects);
    const authorization = await strategy.authorize({ url: server.urls.projects, method: "GET" });
    const secrets = [installation.options.clientSecret, installation.token ?? ""];
    for (const shown of [strategy, client, response, authorization, store]) {
      expect(
        findLeaks({ shown }, { secrets, deliberate: (owner, key) => owner === authorization && key === "header" }),
      ).toEqual([]);
    }
    for (const { rawHeaders, body } of server.requests) {
      expect(`${rawHeaders.join()} ${Buffer.from(body)}`).not.toContain(installation.options.clientSecret);
    }
  });
});

describe("options", () => {
  const options = { installationId: "1", clientId: "1a2b3c", clientSecret: "0123456789abcdef", store: memoryStore() };

  test.each<[object, RegExp]>([
    [{ installationId: undefined }, /installationId/],
    [{ installationId: "../../users/me" }, /installationId/],
    [{ installationId: 42 }, /installationId/],
    [{ clientId: 42 }, /clientId/],
    [{ clientId: "1a 2b" }, /clientId/],
    [{ clientSecret: 42 }, /client secret/],
    [{ store: undefined }, /store/],
    [{ store: { read: () => undefined } }, /store/],
    [{ instance: "sentry.acme.com" }, /instance/],
    [{ instance: "https://user:1a2b3c@sentry.acme.com" }, /instance/],
    [{ instance: "https://sentry.acme.com/api/0/" }, /instance/],
    [{ instance: "https://*.acme.com" }, /instance/],
    [{ instance: "ftp://sentry.acme.com" }, /instance/],
    [{ instance: "https://de.sentry.io" }, /Leave `instance` out/],
    [{ origin: "acme" }, /origin/],
    [{ fetch: "fetch" }, /fetch/],
  ])("%j is a TypeError that names the argument", (changed, message) => {
    const create = (): unknown => integrationAuth({ ...options, ...changed } as typeof options);
    expect(create).toThrow(TypeError);
    expect(create).toThrow(message);
  });

  test.each([{ clientId: undefined }, { clientId: "" }, { clientSecret: undefined }, { clientSecret: "" }])(
    "%j is ERR_INVALID_SECRET",
    (changed) => {
      expect(() => integrationAuth({ ...options, ...changed })).toThrow(
        expect.objectContaining({ code: "ERR_INVALID_SECRET", strategy: "integration" }),
      );
    },
  );

  test("no options are a TypeError that shows the call", () => {
    expect(() => integrationAuth(undefined as never)).toThrow(/integrationAuth\(\{ installationId, clientId/);
  });
});

function refusal(status: number, detail: string): Response {
  return Response.json({ detail }, { status });
}

function html(status: number): Response {
  return new Response("<!DOCTYPE html>", { status, headers: { "Content-Type": "text/html" } });
}
