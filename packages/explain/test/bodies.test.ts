import { Readable } from "node:stream";
import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import axios from "axios";
import ky from "ky";
import nodeFetch from "node-fetch";
import { describe, expect, test } from "vitest";
import { explain } from "../src/index.ts";
import { serve } from "./serve.ts";

const expired = JSON.stringify({ detail: "Token expired" });
const json = { "Content-Type": "application/json" };

function refusal(body: BodyInit | null, init: ResponseInit = {}): Response {
  return new Response(body, { status: 401, headers: json, ...init });
}

const throwing = Object.fromEntries(
  ["url", "headers", "body", "clone", "data", "error", "config", "request", "response"].map((name) => [
    name,
    {
      get: () => {
        throw new Error("no");
      },
    },
  ]),
);

describe("a body stays readable", () => {
  test("of a fetch response", async () => {
    await using server = await serve((_request, response) => response.writeHead(401, json).end(expired));
    const response = await fetch(server.origin);
    expect(await explain(response)).toMatchObject({ reason: "expired-token" });
    expect(await response.text()).toBe(expired);
  });

  test("of a large fetch response", async () => {
    const page = `<html>${"x".repeat(1_000_000)}</html>`;
    await using server = await serve((_request, response) => response.writeHead(401).end(page));
    const response = await fetch(server.origin);
    expect(await explain(response)).toMatchObject({ reason: "proxy" });
    expect(await response.text()).toBe(page);
  });

  test("of a node-fetch response", async () => {
    await using server = await serve((_request, response) => response.writeHead(401, json).end(expired));
    const response = await nodeFetch(server.origin);
    expect(await explain(response)).toMatchObject({ reason: "expired-token" });
    expect(await response.text()).toBe(expired);
  });

  test("of a node-fetch response that authentication has read, and explained twice", async () => {
    await using server = await serve((_request, response) => response.writeHead(401, json).end(expired));
    const strategy = bearerAuth({ token: () => "0123456789abcdef", origin: server.origin });
    const response = await withSentryAuth(nodeFetch, strategy)(server.origin);
    expect(await explain(response)).toMatchObject({ reason: "expired-token" });
    expect(await explain(response)).toMatchObject({ reason: "expired-token" });
    expect(await response.text()).toBe(expired);
  });

  test("of ky's response, and explained twice", async () => {
    await using server = await serve((_request, response) => response.writeHead(401, json).end(expired));
    const response = await ky(server.origin, { throwHttpErrors: false });
    expect(await explain(response)).toEqual(await explain(response));
    expect(await response.json()).toEqual({ detail: "Token expired" });
  });

  test.each(["http", "fetch"])("of an axios stream, from the %s adapter", async (adapter) => {
    await using server = await serve((_request, response) => response.writeHead(401, json).end(expired));
    const response = await axios.get(server.origin, { adapter, responseType: "stream", validateStatus: () => true });
    expect(await explain(response)).toMatchObject({ status: 401, reason: "unknown" });
    expect(await new Response(Readable.from(response.data) as never).text()).toBe(expired);
  });
});

describe("what can't be read is explained by status and headers", () => {
  test.each([
    [
      "a body that was read",
      async () => {
        const response = refusal(expired);
        await response.text();
        return response;
      },
    ],
    [
      "a body that is being read",
      async () => {
        const response = refusal(expired);
        response.body?.getReader();
        return response;
      },
    ],
    ["a stream that fails", async () => refusal(new ReadableStream({ start: (one) => one.error(new Error("reset")) }))],
    ["a stream that never sends anything", async () => refusal(new ReadableStream())],
    ["invalid JSON", async () => refusal('{"detail":')],
    ["a number", async () => refusal("42")],
    ["null", async () => refusal("null")],
    ["an empty body", async () => refusal("")],
    ["no body", async () => refusal(null)],
    [
      "a clone that fails",
      async () =>
        Object.assign(refusal(expired), {
          clone: () => {
            throw new Error("no");
          },
        }),
    ],
    ["a response without headers", async () => ({ status: 401 })],
    ["getters that throw", async () => Object.defineProperties({ status: 401 }, throwing)],
    ["headers that are none", async () => ({ status: 401, headers: 7, body: undefined })],
    [
      "a circular body",
      async () => {
        const body: Record<string, unknown> = {};
        body["self"] = body;
        return { status: 401, headers: {}, body };
      },
    ],
  ] as const)("%s", async (_, make) => {
    expect(await explain(await make())).toMatchObject({ status: 401, reason: "unknown", by: "sentry" });
  });

  test("the scopes of a 403 whose body was read", async () => {
    const challenge = 'Bearer error="insufficient_scope", scope="org:write org:read"';
    const response = new Response("{}", { status: 403, headers: { "WWW-Authenticate": challenge } });
    await response.text();
    expect(await explain(response)).toMatchObject({
      reason: "missing-scope",
      requiredScopes: ["org:read", "org:write"],
    });
  });
});

test("a body without an end is read in part", async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull: (controller) => {
      sent += 1024;
      controller.enqueue(new TextEncoder().encode("<p>".padEnd(1024, "x")));
    },
  });
  const response = new Response(endless, { status: 403 });
  expect(await explain(response)).toMatchObject({ reason: "proxy" });
  expect(sent).toBeLessThan(200_000);
  await response.body?.cancel();
});

test.each([
  ["a success", new Response("{}")],
  ["a redirect", new Response(null, { status: 302 })],
  ["an opaque response", Response.error()],
  ["an error without a response", new TypeError("fetch failed")],
  ["nothing", undefined],
  ["null", null],
  ["a text", "401"],
  ["a status that is a text", { status: "401" }],
  ["a status that is no number", { status: Number.NaN }],
])("%s is no refusal", async (_, result) => {
  expect(await explain(result)).toBeUndefined();
});

test("a promise is a mistake", async () => {
  await expect(explain(Promise.resolve(refusal(expired)))).rejects.toThrow(
    new TypeError("explain: result is a promise; await it first"),
  );
});

test.each([
  ["an object with any casing", { "www-AUTHENTICATE": 'Basic realm="x"' }],
  ["pairs", [["WWW-Authenticate", 'Basic realm="x"']]],
  ["a Map", new Map([["WWW-Authenticate", 'Basic realm="x"']])],
  ["Headers", new Headers({ "WWW-Authenticate": 'Basic realm="x"' })],
  ["lists", { "WWW-Authenticate": ['Basic realm="x"'] }],
  ["an object with get", { get: (name: string) => (name === "www-authenticate" ? 'Basic realm="x"' : null) }],
])("a plain response's headers are %s", async (_, headers) => {
  expect(await explain({ status: 401, headers, body: "" })).toMatchObject({ reason: "proxy" });
});

test.each([
  ["text", expired],
  ["parsed JSON", { detail: "Token expired" }],
  ["JSON without a prototype", Object.assign(Object.create(null), { detail: "Token expired" })],
  ["bytes", new TextEncoder().encode(expired)],
  ["a Buffer", Buffer.from(expired)],
  ["an ArrayBuffer", new TextEncoder().encode(expired).buffer],
  ["a Blob", new Blob([expired])],
])("a plain response's body is %s", async (_, body) => {
  expect(await explain({ status: 401, headers: {}, body })).toMatchObject({ reason: "expired-token" });
});
