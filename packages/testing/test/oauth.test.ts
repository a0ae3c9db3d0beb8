import { createHash, randomBytes } from "node:crypto";
import type { OAuthServer, SentryServer } from "@x/sentry-testing";
import { expect, test } from "vitest";
import { startSentryServer } from "../src/index.ts";

const redirectUri = "http://127.0.0.1:1/callback";
const json = async (response: Response) => ({ status: response.status, body: await response.json() });

function post(server: SentryServer, path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  return fetch(`${server.origin}${path}`, { method: "POST", body: new URLSearchParams(form), headers });
}

const token = async (server: SentryServer, form: Record<string, string>, headers?: Record<string, string>) =>
  json(await post(server, "/oauth/token/", form, headers));

/** Where the authorize page leads to. */
async function authorize({ origin, oauth }: SentryServer, changed: Record<string, string> = {}): Promise<URL> {
  const parameters = new URLSearchParams({
    response_type: "code",
    client_id: oauth.confidentialClient.clientId,
    redirect_uri: redirectUri,
    scope: "org:read event:write",
    state: "s1",
    ...changed,
  });
  const response = await fetch(`${origin}/oauth/authorize/?${parameters}`, { redirect: "manual" });
  return new URL(response.headers.get("Location") ?? "about:blank");
}

function confidential({ confidentialClient }: OAuthServer) {
  return { client_id: confidentialClient.clientId, client_secret: confidentialClient.clientSecret };
}

test("a code is exchanged once, and each refresh replaces both tokens without grace", async () => {
  await using server = await startSentryServer();
  const callback = await authorize(server);
  expect(callback.searchParams.get("state")).toBe("s1");
  const code = callback.searchParams.get("code") ?? "";
  const exchange = { grant_type: "authorization_code", code, redirect_uri: redirectUri, ...confidential(server.oauth) };
  const first = await token(server, exchange);
  expect(first).toMatchObject({
    status: 200,
    body: {
      access_token: expect.stringMatching(/^[0-9a-f]{64}$/),
      refresh_token: expect.stringMatching(/^[0-9a-f]{64}$/),
      expires_in: 2592000,
      token_type: "Bearer",
      scope: "event:read event:write org:read",
      user: { name: null },
    },
  });
  expect(await token(server, exchange)).toEqual({ status: 400, body: { error: "invalid_grant" } });

  const organizations = (accessToken: string) =>
    fetch(server.urls.organizations, { headers: { Authorization: `Bearer ${accessToken}` } });
  expect((await organizations(first.body.access_token)).status).toBe(200);
  const refresh = {
    grant_type: "refresh_token",
    refresh_token: first.body.refresh_token,
    ...confidential(server.oauth),
  };
  expect(await token(server, { ...refresh, scope: "org:read" })).toMatchObject({ body: { error: "invalid_request" } });
  const second = await token(server, refresh);
  expect(second.status).toBe(200);
  expect((await organizations(first.body.access_token)).status).toBe(401);
  expect((await organizations(second.body.access_token)).status).toBe(200);
  expect(await token(server, refresh)).toEqual({ status: 400, body: { error: "invalid_grant" } });
  expect(server.oauth.logins).toMatchObject([{ id: 0, refreshes: 1, accessToken: second.body.access_token }]);
  server.oauth.logins[0]?.revoke();
  expect(await token(server, { ...refresh, refresh_token: second.body.refresh_token })).toMatchObject({ status: 400 });
});

test("a public client needs PKCE with S256, and a failed exchange uses the code up", async () => {
  await using server = await startSentryServer();
  const { clientId } = server.oauth.publicClient;
  const verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const pkce = { client_id: clientId, code_challenge: challenge, code_challenge_method: "S256" };
  for (const changed of [
    { client_id: clientId },
    { ...pkce, code_challenge_method: "plain" },
    { ...pkce, code_challenge: "short" },
  ])
    expect((await authorize(server, changed)).searchParams.get("error")).toBe("invalid_request");
  expect((await authorize(server, { ...pkce, scope: "org:own" })).searchParams.get("error")).toBe("invalid_scope");

  const exchange = { grant_type: "authorization_code", redirect_uri: redirectUri, client_id: clientId };
  const code = (await authorize(server, pkce)).searchParams.get("code") ?? "";
  const wrong = await token(server, { ...exchange, code, code_verifier: verifier.replace(/./g, "a") });
  expect(wrong).toEqual({ status: 400, body: { error: "invalid_grant" } });
  expect(await token(server, { ...exchange, code, code_verifier: verifier })).toMatchObject({ status: 400 });
  const another = (await authorize(server, pkce)).searchParams.get("code") ?? "";
  expect(await token(server, { ...exchange, code: another, code_verifier: verifier })).toMatchObject({ status: 200 });
});

test("a client authenticates by one method, and Basic isn't percent-decoded", async () => {
  await using server = await startSentryServer();
  const { clientId, clientSecret } = server.oauth.confidentialClient;
  const refresh = { grant_type: "refresh_token", refresh_token: "r" };
  const basic = (text: string) => ({ Authorization: `Basic ${btoa(text)}` });
  const unknown = await post(server, "/oauth/token/", { ...refresh, client_id: clientId, client_secret: "wrong" });
  expect(unknown.headers.get("WWW-Authenticate")).toBe('Basic realm="oauth"');
  expect(await json(unknown)).toEqual({ status: 401, body: { error: "invalid_client" } });
  expect(await token(server, refresh, basic(`${clientId}:${clientSecret}`))).toMatchObject({ status: 400 });
  expect(await token(server, refresh, basic(`${clientId}:%61${clientSecret.slice(1)}`))).toMatchObject({ status: 401 });
  expect(await token(server, { ...refresh, client_id: clientId }, basic(`${clientId}:${clientSecret}`))).toMatchObject({
    body: { error: "invalid_request" },
  });
});

test("a device code is polled until the user has decided", async () => {
  await using server = await startSentryServer();
  const { clientId } = server.oauth.publicClient;
  const start = async () =>
    (await json(await post(server, "/oauth/device/code/", { client_id: clientId, scope: "org:read" }))).body;
  const poll = (device_code: string) =>
    token(server, {
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      client_id: clientId,
      device_code,
    });
  const slow = await start();
  expect(slow).toMatchObject({ expires_in: 600, interval: 5, user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/) });
  expect((await poll(slow.device_code)).body).toEqual({ error: "authorization_pending" });
  expect((await poll(slow.device_code)).body).toEqual({ error: "slow_down" });

  server.oauth.deviceInterval = 0;
  expect((await fetch(slow.verification_uri_complete)).status).toBe(200);
  expect(await poll(slow.device_code)).toMatchObject({ status: 200, body: { scope: "org:read" } });
  expect((await poll(slow.device_code)).body).toEqual({ error: "invalid_grant" });

  server.oauth.decision = "deny";
  const denied = await start();
  await fetch(denied.verification_uri_complete);
  expect((await poll(denied.device_code)).body).toEqual({ error: "access_denied" });
  server.oauth.deviceLifetime = 0;
  expect((await poll((await start()).device_code)).body).toEqual({ error: "expired_token" });

  server.oauth.supported = false;
  const old = await post(server, "/oauth/device/code/", { client_id: clientId });
  expect(old.status).toBe(403);
  expect(await old.text()).toContain("CSRF Verification Failed");
});

test("a response can be lost after the exchange was committed", async () => {
  await using server = await startSentryServer();
  const code = (await authorize(server)).searchParams.get("code") ?? "";
  const exchange = { grant_type: "authorization_code", code, redirect_uri: redirectUri, ...confidential(server.oauth) };
  server.oauth.afterCommit = ({ grantType, login, request }) => {
    expect([grantType, login.id, request.url]).toEqual(["authorization_code", 0, "/oauth/token/"]);
    return "drop";
  };
  await expect(token(server, exchange)).rejects.toThrow("fetch failed");
  expect(server.oauth.logins).toHaveLength(1);
});

test("an access token expires, and userinfo needs the scope openid", async () => {
  await using server = await startSentryServer();
  const userinfo = async (scope: string) => {
    const code = (await authorize(server, { scope })).searchParams.get("code") ?? "";
    const exchange = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
    const { body } = await token(server, { ...exchange, ...confidential(server.oauth) });
    const headers = { Authorization: `Bearer ${body.access_token}` };
    return json(await fetch(`${server.origin}/oauth/userinfo/`, { headers }));
  };
  expect(await userinfo("org:read")).toMatchObject({ status: 403, body: { error: "insufficient_scope" } });
  expect(await userinfo("openid email")).toEqual({
    status: 200,
    body: { sub: "48168", email: "jane@acme.example", email_verified: true },
  });
  server.oauth.tokenLifetime = 0;
  expect(await userinfo("openid")).toMatchObject({ status: 401, body: { error: "invalid_token" } });
  expect(await json(await fetch(`${server.origin}/oauth/userinfo/`))).toMatchObject({ status: 401 });
});
