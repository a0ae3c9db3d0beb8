import { Agent, get } from "node:http";
import { expect, test } from "vitest";
import { type SentryServer, startSentryServer } from "../src/index.ts";
import { basic, send, sendLines, start } from "./server.ts";

const everyAuthorization = ({ credentials }: SentryServer) => ({
  token: `Bearer ${credentials.token}`,
  userToken: `Bearer ${credentials.userToken}`,
  legacyUserToken: `Bearer ${credentials.legacyUserToken}`,
  userAppToken: `Bearer ${credentials.userAppToken}`,
  organizationToken: `Bearer ${credentials.organizationToken}`,
  dsn: `DSN ${credentials.dsn}`,
  dsnWithSecret: `DSN ${credentials.dsnWithSecret}`,
  apiKey: basic(`${credentials.apiKey}:`),
});

const details = async (server: SentryServer, authorizations: Record<string, string>) =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(authorizations).map(async ([name, authorization]) => {
        const { status, body } = await send(server.urls.userFeedback, authorization);
        return [name, status === 200 ? 200 : body.detail] as const;
      }),
    ),
  );

const all = <Value>(value: Value) => ({
  token: value,
  userToken: value,
  legacyUserToken: value,
  userAppToken: value,
  organizationToken: value,
  dsn: value,
  dsnWithSecret: value,
  apiKey: value,
});

test("a rotation makes every former value unknown, and new ones good", async () => {
  const server = await start();
  const former = everyAuthorization(server);
  expect(await details(server, former)).toEqual(all(200));
  server.rotate();
  expect(await details(server, former)).toEqual({
    ...all("Invalid token"),
    organizationToken: "Invalid org token",
    dsn: "Invalid dsn",
    dsnWithSecret: "Invalid dsn",
    apiKey: "API key is not valid",
  });
  expect(await details(server, everyAuthorization(server))).toEqual(all(200));
});

test("an expiry ends the current values, and a rotation brings good ones", async () => {
  const server = await start();
  const former = everyAuthorization(server);
  server.expire();
  expect(everyAuthorization(server)).toEqual(former);
  expect(await details(server, former)).toEqual({
    ...all("Token expired"),
    organizationToken: "Invalid org token",
    dsn: "Invalid dsn",
    dsnWithSecret: "Invalid dsn",
    apiKey: "Key is disabled",
  });
  server.rotate();
  expect(await details(server, everyAuthorization(server))).toEqual(all(200));
});

test("a DSN keeps its project when it is rotated", async () => {
  const server = await start();
  const project = new URL(server.credentials.dsn).pathname;
  server.rotate();
  expect(new URL(server.credentials.dsn).pathname).toBe(project);
});

test("requests are recorded as they arrived", async () => {
  const server = await start();
  await fetch(`${server.urls.echo}?a=%20b#c`, { method: "PUT", headers: { "X-Case": "1" }, body: "\u0000é" });
  await sendLines(server.urls.echo, "aUtHoRiZaTiOn: Bearer  x", "X-Twice: 1", "x-twice: 2");
  const [first, second] = server.requests;
  expect(first).toMatchObject({ method: "PUT", url: "/test/echo?a=%20b", authorization: undefined });
  expect(first?.body).toEqual(new Uint8Array([0, 0xc3, 0xa9]));
  expect(second).toMatchObject({ method: "GET", authorization: "Bearer  x", body: new Uint8Array() });
  expect(second?.rawHeaders.slice(4)).toEqual(["aUtHoRiZaTiOn", "Bearer  x", "X-Twice", "1", "x-twice", "2"]);
  expect(server.requests).toHaveLength(2);
});

test("an Authorization header that was sent twice shows in the record", async () => {
  const server = await start();
  await sendLines(server.urls.echo, "Authorization: Bearer a", "authorization: Bearer b");
  expect(server.requests[0]?.authorization).toBe("Bearer a, Bearer b");
});

test("requests over one connection share its number", async () => {
  const { urls, requests } = await start();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const overAgent = () =>
    new Promise((resolve, reject) => {
      get(urls.echo, { agent }, (response) => response.resume().once("close", resolve)).once("error", reject);
    });
  await Promise.all([overAgent(), overAgent(), overAgent()]);
  await sendLines(urls.echo);
  await sendLines(urls.echo);
  expect(requests.map(({ connection }) => connection)).toEqual([1, 1, 1, 2, 3]);
  agent.destroy();
});

test("the record keeps the newest requests up to its limit, or none", async () => {
  const [two, none] = await Promise.all([start({ recordLimit: 2 }), start({ recordLimit: 0 })]);
  for (const n of [1, 2, 3]) {
    await send(`${two.urls.echo}?n=${n}`);
    await send(none.urls.echo);
  }
  expect(two.requests.map(({ url }) => url)).toEqual(["/test/echo?n=2", "/test/echo?n=3"]);
  expect(none.requests).toEqual([]);
  await none.arrived(3);
});

test.each([-1, Number.NaN, "3"])("a limit of %o is refused", async (recordLimit) => {
  await expect(startSentryServer({ recordLimit: recordLimit as number })).rejects.toThrow(/recordLimit/);
});

test("closing cuts requests that wait for a response, and the port is free afterwards", async () => {
  const server = await start();
  const waiting = [`${server.urls.echo}?hold=never`, `${server.urls.echo}?delay=600000`].map((url) => fetch(url));
  const outcomes = Promise.allSettled(waiting);
  await server.arrived(2);
  await server.close();
  expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await expect(fetch(server.urls.echo)).rejects.toThrow();
});

test("closing twice is closing once, and `await using` closes", async () => {
  let origin: string;
  {
    await using server = await startSentryServer();
    origin = server.origin;
    expect((await send(server.urls.echo)).status).toBe(401);
    await Promise.all([server.close(), server.close()]);
  }
  await expect(fetch(origin)).rejects.toThrow();
});

test("a held request is judged on arrival, and gets its response on release", async () => {
  const server = await start();
  const authorization = `Bearer ${server.credentials.token}`;
  const early = send(`${server.urls.echo}?hold=gate`, authorization);
  await server.arrived(1);
  server.rotate();
  const late = send(`${server.urls.echo}?hold=gate`, authorization);
  await server.arrived(2);
  server.release("gate");
  expect([(await early).status, (await late).status]).toEqual([200, 401]);
  expect((await send(`${server.urls.echo}?hold=gate`, authorization)).status).toBe(401);
});

test("an upload that breaks off leaves the server working", async () => {
  const server = await start();
  const controller = new AbortController();
  const body = new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(10)) });
  const init = { method: "POST", body, duplex: "half", signal: controller.signal };
  const upload = fetch(server.urls.echo, init);
  await server.arrived(1);
  controller.abort();
  await expect(upload).rejects.toThrow();
  expect((await send(server.urls.echo)).status).toBe(401);
});
