import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { refusals, startSentryServer } from "../src/index.ts";
import { basic, send, sendLines, start } from "./server.ts";

test("the echo says what arrived, without the credential", async () => {
  const { credentials, urls } = await start();
  const body = new Uint8Array([0, 1, 2, 255]);
  const reply = await send(`${urls.echo}?a=1`, `Bearer ${credentials.token}`, {
    method: "PATCH",
    body,
    headers: { "X-Mine": "yes", Cookie: "session=secret" },
  });
  expect(reply.body).toMatchObject({
    principal: { kind: "integration" },
    method: "PATCH",
    url: "/test/echo?a=1",
    body: { length: 4, sha256: createHash("sha256").update(body).digest("hex"), base64: "AAEC/w==" },
  });
  const text = JSON.stringify(reply.body);
  expect(text).toContain("yes");
  expect(text).not.toContain(credentials.token);
  expect(text).not.toContain("session=secret");
});

test("the echo responds to authenticated requests only", async () => {
  const { credentials, urls } = await start();
  const kinds = await Promise.all(
    [
      `Bearer ${credentials.token}`,
      `Bearer ${credentials.userAppToken}`,
      `Bearer ${credentials.organizationToken}`,
      `DSN ${credentials.dsn}`,
      basic(`${credentials.apiKey}:`),
      undefined,
    ].map(async (authorization) => (await send(urls.echo, authorization)).body.principal?.kind),
  );
  expect(kinds).toEqual(["integration", "user-app", "organization", "client-key", "api-key", undefined]);
});

test.each([301, 302, 303, 307, 308])("a redirect with status %i", async (status) => {
  const [from, to] = await Promise.all([start(), start()]);
  const url = `${from.origin}/test/redirect?status=${status}&to=${encodeURIComponent(to.urls.echo)}`;
  const response = await fetch(url, { redirect: "manual" });
  expect([response.status, response.headers.get("Location")]).toEqual([status, to.urls.echo]);
});

test("a redirect is followed with the credential on one origin, and without it to another", async () => {
  const [from, to] = await Promise.all([start(), start()]);
  const authorization = `Bearer ${from.credentials.token}`;
  const follow = (target: string) =>
    send(`${from.origin}/test/redirect?to=${encodeURIComponent(target)}`, authorization);
  expect((await follow("/test/echo")).status).toBe(200);
  expect((await follow(to.urls.echo)).status).toBe(401);
  expect(to.requests.map((request) => request.authorization)).toEqual([undefined]);
});

test.each(["", "?to=/x&status=200", "?to=/x&status=400"])("a redirect to nowhere (%s) is a 400", async (query) => {
  const { origin } = await start();
  expect((await send(`${origin}/test/redirect${query}`)).status).toBe(400);
});

test("any status, always or for the first requests", async () => {
  const { origin, credentials } = await start();
  const status = async (path: string) => (await send(origin + path, `Bearer ${credentials.token}`)).status;
  expect(await status("/test/status/500")).toBe(500);
  expect(await status("/test/status/500")).toBe(500);
  const twice = "/test/status/503?times=2";
  expect([await status(twice), await status(twice), await status(twice)]).toEqual([503, 503, 200]);
  expect(await status(`${twice}&other`)).toBe(503);
  expect((await fetch(`${origin}/test/status/204`)).status).toBe(204);
});

test("a status may come with Retry-After, and a 401 has its challenge", async () => {
  const { origin } = await start();
  const response = await fetch(`${origin}/test/status/429?retry-after=7`);
  expect([response.status, response.headers.get("Retry-After")]).toEqual([429, "7"]);
  expect(await send(`${origin}/test/status/401`)).toMatchObject({
    status: 401,
    challenge: 'Bearer realm="api"',
    body: { detail: "Invalid token" },
  });
});

test("an older server's challenge", async () => {
  const { urls } = await start({ challenge: "xBasic" });
  expect((await send(urls.echo)).challenge).toBe('xBasic realm="api"');
  await expect(startSentryServer({ challenge: "Basic" as never })).rejects.toThrow(/challenge/);
});

test("every refusal, always or for the first requests", async () => {
  const { origin, credentials } = await start();
  const lines: string[] = [];
  for (const [name, { status, renewable }] of Object.entries(refusals)) {
    if (name === "endless-body" || name === "trickling-body") continue; // See below.
    const refuse = async (query: string) => {
      const headers = { Authorization: `Bearer ${credentials.token}` };
      return fetch(`${origin}/test/refusal/${name}${query}`, { headers, redirect: "manual" });
    };
    const refused = await refuse("");
    const text = (await refused.text()).replace(origin, "<origin>");
    const head = [refused.headers.get("Content-Type"), refused.headers.get("WWW-Authenticate")];
    lines.push([name, refused.status, renewable, ...head, text.trim()].join(" | "));
    expect([(await refuse("?times=1")).status, (await refuse("?times=1")).status]).toEqual([status, 200]);
  }
  expect(`\n${lines.join("\n")}\n`).toMatchInlineSnapshot(`
    "
    invalid-token | 401 | true | application/json | Bearer realm="api" | {"detail":"Invalid token"}
    invalid-org-token | 401 | true | application/json | Bearer realm="api" | {"detail":"Invalid org token"}
    token-expired | 401 | true | application/json | Bearer realm="api" | {"detail":"Token expired"}
    user-inactive | 401 | true | application/json | Bearer realm="api" | {"detail":"User inactive or deleted"}
    application-inactive | 401 | true | application/json | Bearer realm="api" | {"detail":"UserApplication inactive or deleted"}
    invalid-dsn | 401 | true | application/json | Bearer realm="api" | {"detail":"Invalid dsn"}
    invalid-api-key | 401 | true | application/json | Bearer realm="api" | {"detail":"API key is not valid"}
    disabled-api-key | 401 | true | application/json | Bearer realm="api" | {"detail":"Key is disabled"}
    not-provided | 401 | false | application/json | Bearer realm="api" | {"detail":"Authentication credentials were not provided."}
    other-organization | 401 | false | application/json | Bearer realm="api" | {"detail":"Unauthorized organization access."}
    organization-only | 401 | false | application/json | Bearer realm="api" | {"detail":"This token access is limited to organization endpoints."}
    malformed-header | 401 | false | application/json | Bearer realm="api" | {"detail":"Invalid token header. Token string should not contain spaces."}
    sso-required | 401 | false | application/json |  | {"detail":{"code":"sso-required","message":"Must login via SSO","extra":{"loginUrl":"<origin>/auth/login/acme/"}}}
    2fa-required | 401 | false | application/json |  | {"detail":{"code":"2fa-required","message":"Organization requires two-factor authentication to be enabled","extra":{}}}
    member-disabled-over-limit | 401 | false | application/json |  | {"detail":{"code":"member-disabled-over-limit","message":"Organization over member limit","extra":{"next":"/organizations/acme/disabled-member/"}}}
    sudo-required | 401 | false | application/json |  | {"detail":{"code":"sudo-required","message":"Account verification required.","extra":{"username":"jane"}}}
    email-verification-required | 401 | false | application/json |  | {"detail":{"code":"email-verification-required","message":"Email verification required.","extra":{"username":"jane"}}}
    data-secrecy | 401 | false | application/json |  | {"detail":{"code":"data-secrecy","message":"Access to this organization is restricted.","extra":{}}}
    proxy-html | 401 | false | text/html |  | <!doctype html><html><head><title>Log in</title></head><body><form></form></body></html>
    proxy-basic | 401 | false | text/plain | Basic realm="Restricted" | Authorization required
    json-array | 401 | false | application/json | Bearer realm="api" | ["Invalid token"]
    unknown-text | 401 | true | application/json | Bearer realm="api" | {"detail":"This text is not one of Sentry's."}
    empty-body | 401 | true |  | Bearer realm="api" | 
    insufficient-scope | 403 | false | application/json | Bearer error="insufficient_scope", scope="org:read project:read" | {"detail":"You do not have permission to perform this action."}
    no-permission | 403 | false | application/json |  | {"detail":"You do not have permission to perform this action."}
    disabled-for-members | 403 | false | application/json |  | {"detail":"Your organization has disabled this feature for members"}
    identity-provider | 403 | false | application/json |  | {"detail":"This team is managed through your organization's identity provider"}
    missing-feature | 403 | false | application/json |  | {"detail":"You do not have that feature enabled"}
    superuser-required | 403 | false | application/json |  | {"detail":{"code":"superuser-required","message":"You need to re-authenticate for superuser.","extra":{}}}
    staff-required | 403 | false | application/json |  | {"detail":{"code":"staff-required","message":"You need to re-authenticate for staff.","extra":{}}}
    no-organization | 404 | false |  |  | 
    rate-limited | 429 | false | text/html |  | {"detail":"You are attempting to use this endpoint too frequently. Limit is 40 requests in 1 seconds"}
    too-many-at-once | 429 | false | text/html |  | {"detail":"You are attempting to go above the allowed concurrency for this endpoint. Concurrency limit is 25"}
    resource-moved | 302 | false | application/json |  | {"detail":{"code":"resource-moved","message":"Resource has been moved","extra":{"url":"/test/echo","slug":"website"}}}
    "
  `);
});

test.each(["endless-body", "trickling-body"])("the refusal %s never ends", async (name) => {
  const { origin } = await start();
  const response = await fetch(`${origin}/test/refusal/${name}`);
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (text.length < 50) text += decoder.decode((await reader?.read())?.value);
  expect([response.status, text.slice(0, 50)]).toEqual([401, `{"detail":"Invalid token","padding":"${"x".repeat(13)}`]);
  await reader?.cancel();
});

test("a rate limit is JSON sent as HTML, with the time of its end", async () => {
  const { origin } = await start();
  const response = await fetch(`${origin}/test/refusal/rate-limited`);
  expect(response.headers.get("Content-Type")).toBe("text/html");
  expect(Number(response.headers.get("X-Sentry-Rate-Limit-Reset"))).toBeGreaterThanOrEqual(Date.now() / 1000);
  expect(response.headers.has("Retry-After")).toBe(false);
  expect(await response.json()).toMatchObject({ detail: expect.stringContaining("too frequently") });
});

test("a connection is reset, always or for the first requests", async () => {
  const { origin, credentials } = await start();
  await expect(fetch(`${origin}/test/reset`)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
  const once = () => send(`${origin}/test/reset?times=1`, `Bearer ${credentials.token}`);
  await expect(once()).rejects.toThrow();
  expect((await once()).status).toBe(200);
});

test("a 401 is as large as requested, and other responses are unchanged", async () => {
  const { urls, credentials } = await start();
  const url = `${urls.projects}?rejection-bytes=300000`;
  const rejected = await fetch(url);
  const body = await rejected.text();
  expect([rejected.status, rejected.headers.get("Content-Length"), body.length]).toEqual([401, "300000", 300_000]);
  expect(JSON.parse(body)).toMatchObject({ detail: "Authentication credentials were not provided." });
  expect((await send(url, `Bearer ${credentials.token}`)).body).not.toHaveProperty("padding");
});

test("a slow response takes as long as requested", async () => {
  const { urls } = await start();
  const begin = performance.now();
  expect((await send(`${urls.projects}?delay=30`)).status).toBe(401);
  expect(performance.now() - begin).toBeGreaterThan(25);
});

test.each(["/", "/test", "/test/nothing", "/test/status/600", "/test/status/abc", "/api/0", "//x"])(
  "%s is nowhere",
  async (path) => {
    const { origin } = await start();
    expect((await sendLines(origin + path)).status).toBe(404);
  },
);
