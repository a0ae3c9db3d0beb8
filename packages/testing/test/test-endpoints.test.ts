import { createHash } from "node:crypto";
import { expect, test } from "vitest";
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

test("the echo answers anybody who authenticates, and nobody else", async () => {
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

test("any status, for ever or for the first requests", async () => {
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
  expect(await send(`${origin}/test/status/401`)).toEqual({
    status: 401,
    challenge: 'xBasic realm="api"',
    body: { detail: "Invalid token" },
  });
});

test("a connection is reset, for ever or for the first requests", async () => {
  const { origin, credentials } = await start();
  await expect(fetch(`${origin}/test/reset`)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
  const once = () => send(`${origin}/test/reset?times=1`, `Bearer ${credentials.token}`);
  await expect(once()).rejects.toThrow();
  expect((await once()).status).toBe(200);
});

test("a 401 is as large as it was asked to be, and other answers are as they were", async () => {
  const { urls, credentials } = await start();
  const url = `${urls.projects}?rejection-bytes=300000`;
  const rejected = await fetch(url);
  const body = await rejected.text();
  expect([rejected.status, rejected.headers.get("Content-Length"), body.length]).toEqual([401, "300000", 300_000]);
  expect(JSON.parse(body)).toMatchObject({ detail: "Authentication credentials were not provided." });
  expect((await send(url, `Bearer ${credentials.token}`)).body).not.toHaveProperty("padding");
});

test("a slow answer takes as long as it was asked to", async () => {
  const { urls } = await start();
  const begin = performance.now();
  expect((await send(`${urls.projects}?delay=30`)).status).toBe(401);
  expect(performance.now() - begin).toBeGreaterThan(25);
});

test.each(["/", "/test", "/test/nothing", "/test/status/600", "/test/status/abc", "/api/0/", "//x"])(
  "%s is nowhere",
  async (path) => {
    const { origin } = await start();
    expect((await sendLines(origin + path)).status).toBe(404);
  },
);
