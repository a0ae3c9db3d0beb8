import { createServer } from "node:http";
import { withSentryAuth } from "@x/sentry-fetch";
import { memoryStore } from "@x/sentry-store";
import { findLeaks, startSentryServer } from "@x/sentry-testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { oauthAuth } from "../src/index.ts";
import { clientsOf, exchanges, logIn, secretsOf, statusOf, strategyFor } from "./logins.ts";

// The brakes take a second or two, and the machine may be slow.
vi.setConfig({ testTimeout: 60_000 });

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

test("a token that has expired is refreshed once for all requests, and the new pair is stored", async () => {
  await using server = await startSentryServer();
  const store = memoryStore();
  await logIn(server, store);
  const strategy = strategyFor(server, store);
  expect(await statusOf(strategy, server)).toBe(200);
  const [login] = server.oauth.logins;
  const refreshToken = login?.refreshToken;
  login?.expire();
  const statuses = await Promise.all([1, 2, 3, 4].map(() => statusOf(strategy, server)));
  expect(statuses).toEqual([200, 200, 200, 200]);
  expect(login?.refreshes).toBe(1);
  // Never a scope: Sentry refuses a refresh with one.
  expect(exchanges(server).at(-1)).toEqual({
    grant_type: "refresh_token",
    refresh_token: refreshToken,
    client_id: server.oauth.publicClient.clientId,
  });
  // A process that starts later uses the pair that was stored.
  expect(await statusOf(strategyFor(server, store), server)).toBe(200);
  expect(login?.refreshes).toBe(1);
});

test("the new pair is stored before a request uses it", async () => {
  await using server = await startSentryServer();
  const store = memoryStore();
  await logIn(server, store);
  const order: string[] = [];
  const watched = {
    ...store,
    replace: async (...replacement: Parameters<typeof store.replace>) => {
      const stored = await store.replace(...replacement);
      order.push(stored.value);
      return stored;
    },
  };
  const strategy = strategyFor(server, watched);
  server.oauth.logins[0]?.expire();
  expect(await statusOf(strategy, server)).toBe(200);
  const accessToken = server.oauth.logins[0]?.accessToken;
  expect(order).toEqual([accessToken]);
  expect(server.requests.filter(({ authorization }) => authorization === `Bearer ${accessToken}`)).toHaveLength(1);
});

test("processes that share a store refresh once, in any order", async () => {
  await using server = await startSentryServer();
  const store = memoryStore();
  await logIn(server, store);
  const processes = [1, 2, 3, 4, 5].map(() => strategyFor(server, store));
  expect(await Promise.all(processes.map((strategy) => statusOf(strategy, server)))).toEqual(Array(5).fill(200));
  server.oauth.logins[0]?.expire();
  expect(await Promise.all(processes.map((strategy) => statusOf(strategy, server)))).toEqual(Array(5).fill(200));
  expect(server.oauth.logins).toMatchObject([{ refreshes: 1 }]);
});

test("several accounts live in one store", async () => {
  await using server = await startSentryServer();
  const store = memoryStore();
  await logIn(server, store, { account: "jane" });
  await logIn(server, store, { account: "joe" });
  server.oauth.logins[1]?.revoke();
  expect(await statusOf(strategyFor(server, store, { account: "jane" }), server)).toBe(200);
  const joe = await failure(statusOf(strategyFor(server, store, { account: "joe" }), server));
  expect(joe).toMatchObject({ code: "ERR_LOGIN_REQUIRED", message: expect.stringContaining('the account "joe"') });
  expect(await failure(statusOf(strategyFor(server, store), server))).toMatchObject({
    code: "ERR_LOGIN_REQUIRED",
    strategy: "oauth",
    message: expect.stringContaining("there is no login. Log in with deviceLogin"),
  });
});

test("a revoked login is lost for that request alone: the next one reads the store again", async () => {
  await using server = await startSentryServer();
  const store = memoryStore();
  await logIn(server, store);
  const strategy = strategyFor(server, store);
  expect(await statusOf(strategy, server)).toBe(200);
  server.oauth.logins[0]?.revoke();
  const error = await failure(statusOf(strategy, server));
  expect(error).toMatchObject({ code: "ERR_LOGIN_REQUIRED", strategy: "oauth" });
  expect(findLeaks({ value: error }, { secrets: secretsOf(server) })).toEqual([]);
  expect(exchanges(server)).toHaveLength(2);
  // Another process stores a login meanwhile.
  await logIn(server, store);
  expect(await statusOf(strategy, server)).toBe(200);
});

test("a lost response is reported to the requests that wait, without a second POST", async () => {
  await using server = await startSentryServer();
  const store = memoryStore();
  await logIn(server, store);
  const strategy = strategyFor(server, store);
  server.oauth.tokenLifetime = 0;
  server.oauth.logins[0]?.expire();
  server.oauth.afterCommit = () => "drop";
  const before = exchanges(server).length;
  const fresh = strategyFor(server, expiring(store));
  const errors = await Promise.all([1, 2, 3].map(() => failure(statusOf(fresh, server))));
  for (const error of errors) {
    expect(error).toMatchObject({
      code: "ERR_SECRET_UNAVAILABLE",
      message: expect.stringContaining("the login may be lost"),
      cause: { code: "lost_response" },
    });
    expect(findLeaks({ value: error }, { secrets: secretsOf(server) })).toEqual([]);
  }
  expect(exchanges(server)).toHaveLength(before + 1);
  server.oauth.afterCommit = undefined;
  expect(await failure(statusOf(strategy, server))).toMatchObject({ code: "ERR_LOGIN_REQUIRED" });

  /** The same store, where every credential has expired by the clock. */
  function expiring(from: typeof store): typeof store {
    return {
      ...from,
      read: async (key) => {
        const stored = await from.read(key);
        return stored && { ...stored, expiresAt: Date.now() };
      },
    };
  }
});

test("a confidential client authenticates in the body, with a secret from a function if it has one", async () => {
  await using server = await startSentryServer();
  const store = memoryStore();
  const { clientId, clientSecret, instance } = clientsOf(server).confidential;
  await logIn(server, store, { client: { clientId, clientSecret } });
  const provide = vi.fn(async () => ({ value: `${clientSecret}\n` }));
  const strategy = oauthAuth({ clientId, clientSecret: provide, store, instance });
  server.oauth.logins[0]?.expire();
  expect(await statusOf(strategy, server)).toBe(200);
  expect(exchanges(server).at(-1)).toMatchObject({ client_id: clientId, client_secret: clientSecret });
  expect(provide).toHaveBeenCalledExactlyOnceWith({ reason: "first", signal: expect.any(AbortSignal) });
});

test("a client secret that was rotated is asked for again, and the refresh made once more", async () => {
  await using server = await startSentryServer();
  const store = memoryStore();
  const { clientId, clientSecret, instance } = clientsOf(server).confidential;
  await logIn(server, store, { client: { clientId, clientSecret } });
  const provide = vi.fn(async () => (provide.mock.calls.length === 1 ? "former-0123456789" : clientSecret));
  const strategy = oauthAuth({ clientId, clientSecret: provide, store, instance });
  server.oauth.logins[0]?.expire();
  expect(await statusOf(strategy, server)).toBe(200);
  expect(exchanges(server).map((form) => form["client_secret"])).toEqual([
    clientSecret,
    "former-0123456789",
    clientSecret,
  ]);
});

test("a refresh that Sentry refuses for another reason leaves the 401, and the login as it is", async () => {
  await using server = await startSentryServer();
  const store = memoryStore();
  const { confidential } = clientsOf(server);
  await logIn(server, store, { client: confidential });
  const clientSecret = "0123456789abcdef".repeat(4);
  const wrong = strategyFor(server, store, { ...confidential, clientSecret });
  server.oauth.logins[0]?.expire();
  expect(await statusOf(wrong, server)).toBe(401);
  expect(await statusOf(strategyFor(server, store, confidential), server)).toBe(200);
});

test("the refresh token goes nowhere but to the instance, and follows no redirect", async () => {
  await using server = await startSentryServer();
  const store = memoryStore();
  const { clientId } = server.oauth.publicClient;
  const redirecting = createServer((_, response) => {
    response.writeHead(307, { Location: `${server.origin}/oauth/token/` }).end();
  });
  await new Promise<void>((resolve) => redirecting.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void redirecting.close());
  const instance = `http://127.0.0.1:${(redirecting.address() as { port: number }).port}`;
  const { key } = await loginAt(instance);
  const strategy = oauthAuth({ clientId, store, instance, origin: server.origin });
  const before = exchanges(server).length;
  expect(await failure(statusOf(strategy, server))).toMatchObject({
    code: "ERR_SECRET_UNAVAILABLE",
    cause: { code: "unexpected_response", message: expect.stringContaining("redirected") },
  });
  expect(exchanges(server)).toHaveLength(before);
  expect(await store.read(key)).toMatchObject({ refreshToken: server.oauth.logins[0]?.refreshToken });

  /** Stores a login under another instance, as an attack on the store's key would. */
  async function loginAt(other: string) {
    const { credentialKey } = await import("@x/sentry-store");
    await logIn(server, store);
    const at = (from: string) => credentialKey({ kind: "oauth", instance: from, clientId, account: "default" });
    const login = await store.read(at(server.origin));
    if (login === undefined) throw new Error("no login");
    await store.replace(at(other), undefined, { ...login, expiresAt: Date.now() });
    return { key: at(other) };
  }
});

test("the access token goes to the instance, or where `origin` allows", async () => {
  await using server = await startSentryServer();
  await using other = await startSentryServer();
  const store = memoryStore();
  await logIn(server, store);
  const strategy = strategyFor(server, store);
  expect(strategy.origins).toEqual([server.origin]);
  expect(await failure(statusOf(strategy, other))).toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
  expect(other.requests).toEqual([]);
  const elsewhere = strategyFor(server, store, { origin: other.origin });
  expect(await failure(statusOf(elsewhere, server))).toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
  expect(oauthAuth({ clientId: "1a2b3c", store }).origins).toEqual(["https://sentry.io", "https://*.sentry.io"]);
});

test.each([
  ["no times and no scope", { expires_in: null, expires_at: null, scope: null }],
  ["an unknown id token", { id_token: "eyJhbGciOiJIUzI1NiJ9.e30.AAAA" }],
  ["another type", { token_type: "token", user: undefined }],
  ["a time in the past", { expires_in: -1 }],
])("a refresh that returns %s doesn't lose the login", async (_, changed) => {
  await using server = await startSentryServer();
  const store = memoryStore();
  await logIn(server, store);
  const strategy = strategyFor(server, store, {
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      return Response.json({ ...(await response.json()), ...changed });
    },
  });
  server.oauth.logins[0]?.expire();
  expect(await statusOf(strategy, server)).toBe(200);
  server.oauth.logins[0]?.expire();
  expect(await statusOf(strategyFor(server, store), server)).toBe(200);
});

test("a refresh without a refresh token in its response keeps the former one", async () => {
  await using server = await startSentryServer();
  const store = memoryStore();
  await logIn(server, store);
  const strategy = strategyFor(server, store, {
    fetch: async () => Response.json({ access_token: "1a2b3c4d5e6f7a8b", refresh_token: null, token_type: "Bearer" }),
  });
  const [login] = server.oauth.logins;
  login?.expire();
  expect(await statusOf(strategy, server)).toBe(401);
  expect(await statusOf(strategyFor(server, store), server)).toBe(200);
  expect(login?.refreshes).toBe(1);
});

test("shows no secret", async () => {
  await using server = await startSentryServer();
  const store = memoryStore();
  const client = clientsOf(server).confidential;
  await logIn(server, store, { client });
  const strategy = strategyFor(server, store, client);
  const sentry = withSentryAuth(fetch, strategy);
  await sentry(server.urls.organizations);
  for (const shown of [strategy, sentry])
    expect(findLeaks({ value: shown }, { secrets: secretsOf(server) })).toEqual([]);
});

test("reports wrong options when it is created", () => {
  const store = memoryStore();
  const create = (changed: object) => () => oauthAuth({ clientId: "1a2b3c", store, ...changed } as never);
  expect(create({ clientId: undefined })).toThrow(/no client id was given \(it is undefined\)/);
  expect(create({ clientSecret: "Bearer 1a2b3c4d5e6f7a8b" })).toThrow(/the client secret/);
  expect(create({ store: undefined })).toThrow(/store/);
  expect(create({ instance: "https://us.sentry.io" })).toThrow(/sentry\.io issues the tokens/);
  expect(create({ origin: "sentry.acme.com" })).toThrow(TypeError);
  expect(create({ instance: undefined, account: undefined, clientSecret: undefined, fetch: undefined })).not.toThrow();
});
