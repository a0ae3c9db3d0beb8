import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import nodeFetch from "node-fetch";
import { fetch as undiciFetch } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FetchLike, withProxyHeaders } from "../src/index.ts";

const KEY = "0123456789abcdef0123";
let server: SentryServer;
let other: SentryServer;
beforeAll(async () => {
  [server, other] = await Promise.all([startSentryServer(), startSentryServer()]);
});
afterAll(async () => {
  await Promise.all([server.close(), other.close()]);
});

const statuses = [301, 302, 303, 307, 308];
const targets: Readonly<Record<string, () => string>> = {
  "an absolute URL of the origin": () => `${server.urls.echo}?to=1`,
  "a path": () => "/test/echo",
  "another origin": () => `${other.urls.echo}?to=1`,
  "another origin and back": () =>
    `${other.origin}/test/redirect?status=307&to=${encodeURIComponent(server.urls.echo)}`,
  "another redirect of the origin": () =>
    `${server.origin}/test/redirect?status=302&to=${encodeURIComponent(server.urls.echo)}`,
};
const requests: Readonly<Record<string, () => RequestInit & { readonly isRequest?: boolean }>> = {
  GET: () => ({}),
  HEAD: () => ({ method: "HEAD" }),
  "POST with a string": () => ({ method: "POST", body: "whole", headers: { "Content-Type": "text/plain" } }),
  "POST with bytes": () => ({ method: "POST", body: new TextEncoder().encode("whole") }),
  "PUT with a form": () => ({ method: "PUT", body: new URLSearchParams({ a: "1" }) }),
  DELETE: () => ({ method: "DELETE" }),
  "POST with a stream": () => ({ method: "POST", body: new Blob(["whole"]).stream(), duplex: "half" }) as RequestInit,
  "POST with a Request": () => ({ method: "POST", body: "whole", isRequest: true }),
};

/** Everything that a caller sees of a request, and everything that arrived. */
async function outcome(
  client: typeof fetch,
  url: string,
  { isRequest, ...init }: ReturnType<NonNullable<(typeof requests)[string]>>,
) {
  server.requests.length = 0;
  other.requests.length = 0;
  const headers = new Headers(init.headers);
  headers.set("Authorization", `Bearer ${server.credentials.token}`);
  const own = { ...init, headers: [...headers] satisfies [string, string][] };
  const sent = isRequest ? client(new Request(url, own)) : client(url, own);
  const response = await sent.catch((error: unknown) => error);
  if (response instanceof Response) await response.text();
  const arrived = (at: SentryServer) =>
    at.requests.map(({ method, url, body, rawHeaders, authorization }) => ({
      method,
      url,
      body: new TextDecoder().decode(body),
      type: headerOf(rawHeaders, "content-type"),
      authorization,
    }));
  const seen =
    response instanceof Response
      ? { status: response.status, redirected: response.redirected, url: response.url }
      : { error: Object(response).constructor.name };
  return { ...seen, server: arrived(server), other: arrived(other) };
}

function headerOf(rawHeaders: readonly string[], name: string): string | undefined {
  const index = rawHeaders.findIndex((one, position) => position % 2 === 0 && one.toLowerCase() === name);
  return index < 0 ? undefined : rawHeaders[index + 1];
}

const wrapped = (client: unknown): typeof fetch =>
  withProxyHeaders(client as FetchLike, {
    origin: server.origin,
    headers: { "X-Gateway-Key": KEY },
  }) as object as typeof fetch;

/** Which of the requests carried the proxy's header. */
const carried = (at: SentryServer) =>
  at.requests.map(({ rawHeaders }) => headerOf(rawHeaders, "x-gateway-key") === KEY);

describe.each(statuses)("%i", (status) => {
  describe.each(Object.entries(targets))("to %s", (_, target) => {
    test.each(Object.entries(requests))("%s is followed as the platform does", async (_, init) => {
      const url = `${server.origin}/test/redirect?status=${status}&to=${encodeURIComponent(target())}`;
      const expected = await outcome(fetch, url, init());
      expect(await outcome(wrapped(fetch), url, init())).toEqual(expected);
      // The header went along on the origin, until a redirect left it.
      const back = targets["another origin and back"] === target;
      expect(carried(server)).toEqual(server.requests.map((_, index) => !(back && index > 0)));
      expect(carried(other)).toEqual(other.requests.map(() => false));
    });
  });
});

describe.each<[string, unknown]>([
  ["undici", undiciFetch],
  ["node-fetch", nodeFetch],
])("%s", (_, client) => {
  test("keeps every credential from another origin, and from the way back", async () => {
    const away = await outcome(
      wrapped(client),
      `${server.origin}/test/redirect?to=${encodeURIComponent(other.urls.echo)}`,
      {},
    );
    expect(away.other).toEqual([expect.objectContaining({ authorization: undefined })]);
    expect(carried(other)).toEqual([false]);
    const back = `${other.origin}/test/redirect?to=${encodeURIComponent(server.urls.echo)}`;
    await outcome(wrapped(client), `${server.origin}/test/redirect?to=${encodeURIComponent(back)}`, {});
    expect(carried(server)).toEqual([true, false]);
    expect(server.requests.map(({ authorization }) => authorization !== undefined)).toEqual([true, false]);
  });
});

test("more than 20 redirects are an error", async () => {
  const looping = withProxyHeaders(async (_: string) => Response.redirect("https://sentry.acme.com/again"), {
    origin: "https://sentry.acme.com",
    headers: { "X-Gateway-Key": KEY },
  });
  await expect(looping("https://sentry.acme.com/")).rejects.toThrow(/more than 20/);
});

test("the caller's redirect mode stays", async () => {
  const url = `${server.origin}/test/redirect?to=${encodeURIComponent(server.urls.echo)}`;
  expect((await wrapped(fetch)(url, { redirect: "manual" })).status).toBe(302);
  await expect(wrapped(fetch)(url, { redirect: "error" })).rejects.toThrow(TypeError);
});
