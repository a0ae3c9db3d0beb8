import { createRequire } from "node:module";
import { Readable } from "node:stream";
import { bearerAuth } from "@x/sentry-bearer";
import type { AuthStrategy } from "@x/sentry-core";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import { AbortController as AbortControllerPackage } from "abort-controller";
import axios from "axios";
import FormDataStream from "form-data";
import got from "got";
import ky from "ky";
import nodeFetch, { Request as NodeFetchRequest } from "node-fetch";
import { Request as UndiciRequest, fetch as undiciFetch } from "undici";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { withSentryAuth } from "../src/index.ts";

// It has no types.
const require = createRequire(import.meta.url);
const superagent: unknown = require("superagent");

let server: SentryServer;
beforeEach(async () => {
  server = await startSentryServer();
});
afterEach(async () => {
  await server.close();
});

/** A strategy without brakes: its first token is unknown to the server, the second one is not. */
const renewing = (): AuthStrategy => {
  const origins = [server.origin];
  return {
    name: "renewing",
    origins,
    authorize: () => ({ header: "Bearer stale", origins }),
    renew: () => ({ header: `Bearer ${server.credentials.token}`, origins }),
  };
};
const fixed = (): AuthStrategy => bearerAuth({ token: server.credentials.token, origin: server.origin });
const bodies = () => server.requests.map(({ body }) => new TextDecoder().decode(body));

describe("a Request is recognized by its class", () => {
  class Named extends Request {
    override toString() {
      return "my request";
    }
  }
  class Tagged extends Request {
    get [Symbol.toStringTag]() {
      return "Tagged";
    }
  }
  class Misleading extends Request {
    override get url() {
      return "https://evil.example/";
    }
  }
  test.each([Request, Named, Tagged, Misleading])("%o", async (Class) => {
    const request = new Class(server.urls.echo, { method: "POST", body: "whole", headers: { "X-Mine": "1" } });
    expect((await withSentryAuth(fetch, renewing())(request)).status).toBe(200);
    expect(bodies()).toEqual(["whole", "whole"]);
    expect(server.requests.map(({ method, rawHeaders }) => [method, rawHeaders.includes("1")])).toEqual([
      ["POST", true],
      ["POST", true],
    ]);
  });

  test("of another realm", async () => {
    const request = new UndiciRequest(server.urls.echo, { method: "POST", body: "whole" });
    expect((await withSentryAuth(undiciFetch, renewing())(request)).status).toBe(200);
    expect(bodies()).toEqual(["whole", "whole"]);
  });

  test("and not by its own `url`", async () => {
    const pretender = {
      url: "https://evil.example/",
      method: "GET",
      clone: () => ({}),
      toString: () => server.urls.echo,
    };
    expect((await withSentryAuth(fetch, fixed())(pretender as never)).status).toBe(200);
  });
});

describe("an input is read once", () => {
  test("the fields of an init, and its body", async () => {
    const reads: string[] = [];
    const values: Record<string, unknown> = { method: "POST", body: "whole", headers: { "X-Mine": "1" } };
    const init = Object.defineProperties(
      {},
      Object.fromEntries(
        Object.keys(values).map((name) => [
          name,
          {
            enumerable: true,
            get: () => {
              reads.push(name);
              return values[name];
            },
          },
        ]),
      ),
    );
    expect((await withSentryAuth(fetch, renewing())(server.urls.echo, init)).status).toBe(200);
    expect(bodies()).toEqual(["whole", "whole"]);
    expect(reads.sort()).toEqual(["body", "headers", "method"]);
  });

  test("a header's name that changes its text", async () => {
    let count = 0;
    const name = { toString: () => (count++ === 0 ? "X-Mine" : "Authorization") };
    const response = await withSentryAuth(fetch, fixed())(server.urls.echo, { headers: [[name, "x"]] as never });
    expect(response.status).toBe(200);
    expect(server.requests[0]?.authorization).toBe(`Bearer ${server.credentials.token}`);
  });
});

test.each<[string, () => unknown]>([
  ["a Node stream", () => Readable.from(["whole"])],
  ["a web stream", () => new Blob(["whole"]).stream()],
  [
    "an async iterable",
    () => ({
      async *[Symbol.asyncIterator]() {
        yield new TextEncoder().encode("whole");
      },
    }),
  ],
  [
    "an async generator",
    async function* () {
      yield new TextEncoder().encode("whole");
    },
  ],
])("%s is sent once, and the caller gets the 401", async (_, createBody) => {
  const body = createBody();
  const init = { method: "POST", body, duplex: "half" } as RequestInit;
  expect((await withSentryAuth(fetch, renewing())(server.urls.echo, init)).status).toBe(401);
  expect(bodies()).toEqual(["whole"]);
});

test("a callable async iterable is sent at most once", async () => {
  const body = Object.assign(() => {}, {
    async *[Symbol.asyncIterator]() {
      yield new TextEncoder().encode("whole");
    },
  });
  const init = { method: "POST", body, duplex: "half" } as unknown as RequestInit;
  await withSentryAuth(fetch, renewing())(server.urls.echo, init).catch(() => {});
  expect(server.requests.length).toBeLessThanOrEqual(1);
});

test("a node-fetch Request with the package form-data is sent once, and does not hang", async () => {
  const body = new FormDataStream();
  body.append("a", "whole");
  const request = new NodeFetchRequest(server.urls.echo, { method: "POST", body: body as never });
  expect((await withSentryAuth(nodeFetch, renewing())(request)).status).toBe(401);
  expect(bodies()).toEqual([expect.stringContaining("whole")]);
});

describe("a signal", () => {
  const pending = () => bearerAuth({ token: () => new Promise(() => {}), origin: server.origin });

  test.each([new AbortController(), {}, "x", 5])(
    "that is none is rejected by the client in its own words: %o",
    async (signal) => {
      const outcome = async (client: typeof fetch) => client(server.urls.echo, { signal } as never).catch(String);
      const expected = await outcome(fetch);
      expect(await outcome(withSentryAuth(fetch, fixed()))).toEqual(expected);
      // While a secret is pending, nothing may listen to it.
      const strategy = bearerAuth({ token: async () => server.credentials.token, origin: server.origin });
      expect(await outcome(withSentryAuth(fetch, strategy))).toEqual(expected);
    },
  );

  test("without a reason rejects with an AbortError", async () => {
    const controller = new AbortControllerPackage();
    const sent = withSentryAuth(fetch, pending())(server.urls.echo, { signal: controller.signal as AbortSignal });
    controller.abort();
    await expect(sent).rejects.toMatchObject({ name: "AbortError" });
  });

  test("with `null` as its reason rejects with that", async () => {
    const controller = new AbortController();
    const sent = withSentryAuth(fetch, pending())(server.urls.echo, { signal: controller.signal });
    controller.abort(null);
    await expect(sent).rejects.toBe(null);
  });

  test("that is aborted before lets the client cancel the body", async () => {
    const cancel = vi.fn();
    const body = new ReadableStream({ cancel });
    const init = { method: "POST", body, duplex: "half", signal: AbortSignal.abort("enough") } as RequestInit;
    await expect(withSentryAuth(fetch, pending())(server.urls.echo, init)).rejects.toBe("enough");
    await vi.waitFor(() => expect(cancel).toHaveBeenCalled());
    expect(server.requests).toEqual([]);
  });
});

describe("a streamed body's source is canceled", () => {
  const source = () => {
    const cancel = vi.fn();
    return { cancel, body: new ReadableStream({ pull: () => new Promise(() => {}), cancel }) };
  };
  const request = (body: ReadableStream, url = server.urls.echo) =>
    new Request(url, { method: "POST", body, duplex: "half" } as RequestInit);

  test("when the fetch fails", async () => {
    const { cancel, body } = source();
    const failing = withSentryAuth(async (input: Request) => {
      void input.body?.cancel().catch(() => {});
      throw new TypeError("fetch failed");
    }, renewing());
    await expect(failing(request(body))).rejects.toThrow("fetch failed");
    await vi.waitFor(() => expect(cancel).toHaveBeenCalled());
  });

  test("when the origin is refused or the secret's function fails", async () => {
    const failing = bearerAuth({ token: () => Promise.reject(new Error("sealed")), origin: server.origin });
    for (const [strategy, url] of [
      [renewing(), "https://evil.example/"],
      [failing, server.urls.echo],
    ] as const) {
      for (const isRequest of [false, true]) {
        const { cancel, body } = source();
        const init = { method: "POST", body, duplex: "half" } as RequestInit;
        const sent = isRequest
          ? withSentryAuth(fetch, strategy)(request(body, url))
          : withSentryAuth(fetch, strategy)(url, init);
        await expect(sent).rejects.toHaveProperty("code");
        await vi.waitFor(() => expect(cancel).toHaveBeenCalled());
      }
    }
  });
});

test("a URL that the platform cannot parse fails as it does without authentication", async () => {
  const strategies: AuthStrategy[] = [
    fixed(),
    { name: "handmade", authorize: ({ url }) => ({ header: "Bearer x", origins: [new URL(url).origin] }) },
  ];
  for (const url of ["http://192.168.0.285/", "https://", "http://a b/", "/relative"]) {
    const expected = await fetch(url).catch(String);
    for (const strategy of strategies)
      expect(await withSentryAuth(fetch, strategy)(url).catch(String)).toEqual(expected);
  }
});

test.each([5, "x", true, Symbol("x")])("an illegal init is rejected as by the client: %o", async (init) => {
  const outcome = (client: typeof fetch) =>
    client(server.urls.echo, init as never).then(({ status }) => status, String);
  expect(await outcome(withSentryAuth(fetch, fixed()))).toEqual(await outcome(fetch));
  expect(server.requests.map(({ authorization }) => authorization)).toEqual(server.requests.map(() => undefined));
});

test.each<object>([
  { headers: 5 },
  { headers: "x" },
  { headers: () => {} },
  { headers: ["ab"] },
  { headers: [5] },
  { headers: [null] },
  { headers: [[]] },
  { headers: [["a"]] },
  { headers: [["a", "b", "c"]] },
  { headers: [[Symbol("a"), "b"]] },
  { headers: { [Symbol.iterator]: null } },
  { headers: { a: "x\ny" } },
  { method: "a b" },
  { method: Symbol("a") },
])("an illegal field of an init is rejected as by the client: %o", async (init) => {
  for (const client of [fetch, undiciFetch as object as typeof fetch, nodeFetch as object as typeof fetch]) {
    const outcome = (client: typeof fetch) =>
      client(server.urls.echo, init as never).then(({ status }) => status, String);
    expect(await outcome(withSentryAuth(client, fixed()))).toEqual(await outcome(client));
  }
});

test.each<[string, () => unknown]>([
  ["null", () => null],
  ["a function with fields", () => Object.assign(() => {}, { method: "GET" })],
  ["headers that are null", () => ({ headers: null })],
])("an init that fetch accepts is authenticated: %s", async (_, init) => {
  expect((await withSentryAuth(fetch, fixed())(server.urls.echo, init() as RequestInit)).status).toBe(200);
});

test("an input that cannot be read is rejected as by the client, which is called once", async () => {
  const client = vi.fn(fetch);
  const throwing = () => {
    throw new RangeError("mine");
  };
  for (const input of [Symbol("a"), Object.create(null), { toString: throwing }, null, undefined, 5]) {
    client.mockClear();
    const expected = await fetch(input as string).catch(String);
    expect(await withSentryAuth(client, fixed())(input as string).catch(String)).toEqual(expected);
    expect(client).toHaveBeenCalledOnce();
  }
  const signal = Object.defineProperty({}, "aborted", { get: throwing }) as AbortSignal;
  const expected = await fetch(server.urls.echo, { signal }).catch(String);
  expect(await withSentryAuth(fetch, fixed())(server.urls.echo, { signal }).catch(String)).toEqual(expected);
});

test("a method that is no string is sent as the client sends it", async () => {
  await withSentryAuth(fetch, fixed())(server.urls.echo, { method: 1 } as never).catch(() => {});
  await fetch(server.urls.echo, { method: 1 } as never).catch(() => {});
  expect(new Set(server.requests.map(({ method }) => method)).size).toBeLessThanOrEqual(1);
});

test.each<[string, () => Parameters<typeof fetch>, string]>([
  ["a plain object", () => [server.urls.echo, { headers: { "X-Mine": "1" } }], "X-Mine"],
  ["pairs", () => [server.urls.echo, { headers: [["X-Mine", "1"]] }], "X-Mine"],
  ["Headers", () => [server.urls.echo, { headers: new Headers({ "X-Mine": "1" }) }], "x-mine"],
  ["a Request", () => [new Request(server.urls.echo, { headers: { "X-Mine": "1" } })], "x-mine"],
])("a header's name is sent in this casing from %s", async (_, given, name) => {
  await withSentryAuth(fetch, fixed())(...given());
  expect(server.requests[0]?.rawHeaders).toContain(name);
});

test.each<[string, unknown, RegExp]>([
  ["axios", axios, /@x\/sentry-axios/],
  ["an axios instance", axios.create(), /@x\/sentry-axios/],
  ["ky", ky, /@x\/sentry-ky/],
  ["got", got, /got/],
  ["superagent", superagent, /superagent/],
  ["an object", {}, /function/],
])("%s is no fetch", (_, client, message) => {
  expect(() => withSentryAuth(client as never, fixed())).toThrow(TypeError);
  expect(() => withSentryAuth(client as never, fixed())).toThrow(message);
});

test.each([
  (token: string) => `https:${token}`,
  (token: string) => `https:///${token.toUpperCase()}/`,
  (token: string) => `file://${token}/x`,
  (token: string) => `https://${token}`,
  (token: string) => `https://${token}.example/`,
])("a secret in the place of a host is not printed", async (urlOf) => {
  const token = "0123456789abcdef0123456789abcdef";
  const error = await withSentryAuth(fetch, fixed())(urlOf(token)).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
  expect(String(error).toLowerCase()).not.toContain(token);
});
