import { memoryStore } from "@x/sentry-store";
import { findLeaks, startSentryServer } from "@x/sentry-testing";
import { expect, test, vi } from "vitest";
import { finishLogin, startLogin } from "../src/index.ts";
import { clientsOf, exchanges, logIn, redirectUri, secretsOf, statusOf, strategyFor, visit } from "./logins.ts";

// The brakes take a second or two, and the machine may be slow.
vi.setConfig({ testTimeout: 60_000 });

/** What a promise rejects with. */
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

test.for(["public", "confidential"] as const)("a %s client logs a user in", async (kind) => {
  await using server = await startSentryServer();
  const store = memoryStore();
  const client = clientsOf(server)[kind];
  const result = await logIn(server, store, { client, scopes: ["org:read", "event:write"] });
  expect(result).toEqual({
    user: { id: "48168", name: null, email: "jane@acme.example" },
    scopes: ["event:read", "event:write", "org:read"],
  });
  expect(await statusOf(strategyFor(server, store, client), server)).toBe(200);
  // The secret travels in the body: Sentry doesn't decode the parts of Basic.
  expect(exchanges(server)).toEqual([
    {
      grant_type: "authorization_code",
      client_id: client.clientId,
      ...("clientSecret" in client ? { client_secret: client.clientSecret } : {}),
      redirect_uri: redirectUri,
      code: expect.any(String),
      code_verifier: expect.any(String),
    },
  ]);
  expect(server.requests.find(({ url }) => url === "/oauth/token/")?.authorization).toBeUndefined();
});

test("the URL asks for a code with PKCE, and the login is plain JSON", async () => {
  await using server = await startSentryServer();
  const { clientId } = server.oauth.publicClient;
  const { url, login } = await startLogin({ clientId, redirectUri, scopes: ["org:read"], instance: server.origin });
  expect(url.startsWith(`${server.origin}/oauth/authorize/?`)).toBe(true);
  expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: "org:read",
    state: login.state,
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: "S256",
  });
  expect(url).not.toContain(login.codeVerifier);
  const restored = JSON.parse(JSON.stringify(login));
  expect(restored).toEqual(login);
  // Frameworks often pass on only the path and the query.
  const callbackUrl = (await visit(url)).replace("http://127.0.0.1:1", "");
  const { user } = await finishLogin({ login: restored, callbackUrl, clientId, store: memoryStore() });
  expect(user.email).toBe("jane@acme.example");
});

test("an id token that is signed with a secret doesn't lose the login", async () => {
  await using server = await startSentryServer();
  const client = clientsOf(server).confidential;
  const store = memoryStore();
  const { scopes } = await logIn(server, store, { client, scopes: ["openid", "org:read"] });
  expect(scopes).toEqual(["openid", "org:read"]);
  server.oauth.logins[0]?.expire();
  expect(await statusOf(strategyFor(server, store, client), server)).toBe(200);
  expect(server.oauth.logins).toMatchObject([{ refreshes: 1 }]);
});

test("a callback that doesn't belong to the login is refused, and its code isn't sent", async () => {
  await using server = await startSentryServer();
  const { clientId } = server.oauth.publicClient;
  const { url, login } = await startLogin({ clientId, redirectUri, scopes: ["org:read"], instance: server.origin });
  const callback = new URL(await visit(url));
  const finish = (callbackUrl: string | URL) =>
    failure(finishLogin({ login, callbackUrl, clientId, store: memoryStore() }));
  const changed = (name: string, value?: string) => {
    const other = new URL(callback);
    if (value === undefined) other.searchParams.delete(name);
    else other.searchParams.set(name, value);
    return other;
  };
  for (const [callbackUrl, code] of [
    [changed("state", "another"), "state_mismatch"],
    [changed("state"), "state_mismatch"],
    [changed("iss", "https://sentry.acme.com"), "issuer_mismatch"],
  ] as const) {
    const error = await finish(callbackUrl);
    expect(error).toMatchObject({ code: "ERR_LOGIN_REQUIRED", strategy: "oauth", cause: { code } });
    expect(
      findLeaks({ value: error }, { secrets: [callback.searchParams.get("code") ?? "", login.codeVerifier] }),
    ).toEqual([]);
  }
  expect(await finish(changed("code"))).toMatchObject({ code: "ERR_SECRET_UNAVAILABLE" });
  expect(exchanges(server)).toEqual([]);

  expect(await finish(changed("iss", server.origin))).toBeUndefined();
  // The code is used up now.
  expect(await finish(callback)).toMatchObject({ code: "ERR_LOGIN_REQUIRED", cause: { code: "invalid_grant" } });
});

test("a user who denies access, and a scope that Sentry doesn't know, are told apart", async () => {
  await using server = await startSentryServer();
  await expect(logIn(server, undefined, { scopes: ["org:own"] })).rejects.toMatchObject({
    code: "ERR_SECRET_UNAVAILABLE",
    cause: { code: "invalid_scope" },
  });
  server.oauth.decision = "deny";
  await expect(logIn(server)).rejects.toMatchObject({
    code: "ERR_LOGIN_REQUIRED",
    message: expect.stringContaining("the user denied access"),
    cause: { code: "access_denied" },
  });
});

test("a wrong client secret is named as the reason, and shows in nothing", async () => {
  await using server = await startSentryServer();
  const clientSecret = "0123456789abcdef".repeat(4);
  const client = { ...clientsOf(server).confidential, clientSecret };
  const error = await failure(logIn(server, undefined, { client }));
  expect(error).toMatchObject({ code: "ERR_SECRET_UNAVAILABLE", cause: { code: "invalid_client" } });
  expect(findLeaks({ value: error }, { secrets: [clientSecret] })).toEqual([]);
});

test("a response that is lost after the exchange asks for a new login", async () => {
  await using server = await startSentryServer();
  server.oauth.afterCommit = () => "drop";
  const error = await failure(logIn(server));
  expect(error).toMatchObject({
    code: "ERR_SECRET_UNAVAILABLE",
    message: expect.stringContaining("Start the login again"),
    cause: { code: "lost_response" },
  });
  expect(findLeaks({ value: error }, { secrets: secretsOf(server) })).toEqual([]);
  expect(exchanges(server)).toHaveLength(1);
});

test("a store that fails is reported before the code is used", async () => {
  await using server = await startSentryServer();
  const store = { ...memoryStore(), read: () => Promise.reject(new Error("the disk is full")) };
  await expect(logIn(server, store)).rejects.toMatchObject({ code: "ERR_SECRET_UNAVAILABLE" });
  expect(exchanges(server)).toEqual([]);
});

test("a new login takes the place of the former one", async () => {
  await using server = await startSentryServer();
  const store = memoryStore();
  await logIn(server, store);
  await logIn(server, store);
  server.oauth.logins[0]?.revoke();
  expect(await statusOf(strategyFor(server, store), server)).toBe(200);
});

test("wrong options are TypeErrors that name them", async () => {
  const store = memoryStore();
  const clientId = "0123456789abcdef";
  const start = (changed: object) =>
    failure(startLogin({ clientId, redirectUri, scopes: ["org:read"], ...changed } as never));
  for (const [changed, message] of [
    [{ instance: "sentry.acme.com" }, /instance/],
    [{ instance: "https://user:417263549@sentry.acme.com" }, /instance/],
    [{ instance: "https://de.sentry.io" }, /sentry\.io issues the tokens of all its regions/],
    [{ redirectUri: "/callback" }, /redirectUri/],
    [{ scopes: "org:read" }, /scopes/],
    [{ scopes: ["org:read event:read"] }, /scopes/],
    [{ clientId: 417263549 }, /clientId/],
  ] as const) {
    const error = await start(changed);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
    expect(String(error)).not.toContain("417263549");
  }
  expect(await start({ clientId: undefined })).toMatchObject({ code: "ERR_INVALID_SECRET" });

  const { login } = await startLogin({ clientId, redirectUri, scopes: [] });
  const finish = (changed: object) =>
    failure(finishLogin({ login, callbackUrl: "/callback?code=c", clientId, store, ...changed } as never));
  for (const [changed, message] of [
    [{ login: undefined }, /login.*Did the session lose it/],
    [{ login: { ...login, state: "" } }, /login/],
    [{ store: {} }, /store/],
    [{ account: "" }, /account/],
  ] as const) {
    const error = await finish(changed);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
  }
  expect(await finish({ clientSecret: "" })).toMatchObject({ code: "ERR_INVALID_SECRET" });
});
