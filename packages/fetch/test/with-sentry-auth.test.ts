import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { bearerAuth } from "@x/sentry-bearer";
import { type AuthStrategy, defineStrategy } from "@x/sentry-core";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import * as undici from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type FetchLike, withSentryAuth } from "../src/index.ts";

let server: SentryServer;
beforeAll(async () => {
  server = await startSentryServer();
});
afterAll(() => server.close());
afterEach(() => {
  server.requests.length = 0;
});

const strategy = () => bearerAuth({ token: server.credentials.token, origin: server.origin });
const last = () => {
  const request = server.requests.at(-1);
  if (request === undefined) throw new Error("no request arrived");
  return request;
};
const header = (name: string) => {
  const { rawHeaders } = last();
  return rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name.toLowerCase(),
  );
};

describe("the header on the wire", () => {
  test("is byte for byte that of curl", async () => {
    const lines = await new Promise<string>((resolve) => {
      const http = createServer((request: IncomingMessage, response) => {
        const at = request.rawHeaders.indexOf("Authorization");
        response.end();
        http.close();
        resolve(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
      }).listen(0, "127.0.0.1", () => {
        const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
        void withSentryAuth(fetch, bearerAuth({ token: "1a2b3c", origin }))(`${origin}/api/0/`);
      });
    });
    expect(lines).toBe("Authorization: Bearer 1a2b3c");
  });

  test.each([
    ["string", () => server.urls.projects],
    ["URL", () => new URL(server.urls.projects)],
    ["Request", () => new Request(server.urls.projects)],
    ["object with a URL's text", () => ({ toString: () => server.urls.projects }) as unknown as string],
  ])("for a %s", async (_, input) => {
    const response = await withSentryAuth(fetch, strategy())(input());
    expect(response.status).toBe(200);
    expect(header("authorization")).toEqual([`Bearer ${server.credentials.token}`]);
  });

  test.each<[string, () => HeadersInit]>([
    ["an object", () => ({ "X-Mine": "1" })],
    ["an object without prototype", () => Object.assign(Object.create(null), { "X-Mine": "1" })],
    ["Headers", () => new Headers({ "X-Mine": "1" })],
    ["an array", () => [["X-Mine", "1"]]],
    ["a map", () => new Map([["X-Mine", "1"]]) as unknown as HeadersInit],
    [
      "a generator",
      () =>
        (function* () {
          yield ["X-Mine", "1"] as [string, string];
        })() as unknown as HeadersInit,
    ],
    ["pairs that are iterables", () => [new Set(["X-Mine", "1"])] as unknown as HeadersInit],
  ])("beside headers given as %s", async (_, headers) => {
    const response = await withSentryAuth(fetch, strategy())(server.urls.projects, { headers: headers() });
    expect(response.status).toBe(200);
    expect(header("x-mine")).toEqual(["1"]);
  });

  test("beside the headers of a Request, unless init replaces them", async () => {
    const sentry = withSentryAuth(fetch, strategy());
    await sentry(new Request(server.urls.projects, { headers: { "X-Mine": "1" } }));
    expect(header("x-mine")).toEqual(["1"]);
    await sentry(new Request(server.urls.projects, { headers: { "X-Mine": "1" } }), { headers: { "X-Other": "2" } });
    expect([header("x-mine"), header("x-other"), header("authorization").length]).toEqual([[], ["2"], 1]);
  });
});

describe("what the caller gives", () => {
  test("survives: method, body, content type, redirect, signal, duplex", async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("stream"));
        controller.close();
      },
    });
    const init = { method: "POST", body, duplex: "half", headers: { "Content-Type": "text/x-mine" } } as RequestInit;
    const response = await withSentryAuth(fetch, strategy())(server.urls.echo, init);
    expect(response.status).toBe(200);
    expect([last().method, Buffer.from(last().body).toString(), header("content-type")]).toEqual([
      "POST",
      "stream",
      ["text/x-mine"],
    ]);
    const redirect = `${server.origin}/test/redirect?to=${encodeURIComponent(server.urls.echo)}&status=307`;
    expect((await withSentryAuth(fetch, strategy())(redirect, { redirect: "manual" })).status).toBe(307);
    const aborted = withSentryAuth(fetch, strategy())(server.urls.echo, { signal: AbortSignal.abort("enough") });
    await expect(aborted).rejects.toBe("enough");
  });

  test("survives in a Request too, with its length", async () => {
    const request = new Request(server.urls.echo, {
      method: "PUT",
      body: "whole",
      referrer: "about:client",
      referrerPolicy: "no-referrer",
    });
    let policy: string | undefined;
    const client: typeof fetch = (input, init) => {
      policy = new Request((input as Request).clone(), init).referrerPolicy;
      return fetch(input, init);
    };
    await withSentryAuth(client, strategy())(request);
    expect([last().method, Buffer.from(last().body).toString(), header("content-length")]).toEqual([
      "PUT",
      "whole",
      ["5"],
    ]);
    expect(policy).toBe("no-referrer");
  });

  test("survives where init is a Request or an instance of a class", async () => {
    const init = new Request(server.urls.echo, { method: "PUT", body: "whole", headers: { "X-Mine": "1" } });
    await withSentryAuth(fetch, strategy())(server.urls.echo, init);
    expect([last().method, Buffer.from(last().body).toString(), header("x-mine")]).toEqual(["PUT", "whole", ["1"]]);
    class Options {
      method = "PATCH";
    }
    await withSentryAuth(fetch, strategy())(server.urls.echo, new Options());
    expect(last().method).toBe("PATCH");
  });

  test("is not changed", async () => {
    const headers = Object.freeze({ "X-Mine": "1" });
    const init = Object.freeze({ headers });
    const request = new Request(server.urls.projects, { headers });
    const given = new Headers(headers);
    await withSentryAuth(fetch, strategy())(server.urls.projects, init);
    await withSentryAuth(fetch, strategy())(request, { headers: given });
    await withSentryAuth(fetch, strategy())(request);
    expect([...request.headers, ...given]).toEqual([
      ["x-mine", "1"],
      ["x-mine", "1"],
    ]);
  });

  test.each<[string, HeadersInit]>([
    ["an object", { authorization: "Bearer mine" }],
    ["an object in capitals", { AUTHORIZATION: "Bearer mine" }],
    ["Headers", new Headers({ Authorization: "Bearer mine" })],
    [
      "an array",
      [
        ["X-Mine", "1"],
        ["aUTHORIZATION", "Bearer mine"],
      ],
    ],
    [
      "a generator",
      (function* () {
        yield ["Authorization", "Bearer mine"];
      })() as unknown as HeadersInit,
    ],
  ])("stays in charge with its own Authorization: %s", async (_, headers) => {
    const response = await withSentryAuth(fetch, strategy())(server.urls.projects, { headers });
    expect(response.status).toBe(401);
    expect(header("authorization")).toEqual(["Bearer mine"]);
  });

  test("stays in charge with an Authorization in a Request, to any origin", async () => {
    const elsewhere = withSentryAuth(fetch, bearerAuth({ token: "1a2b3c", origin: "https://sentry.acme.com" }));
    await elsewhere(new Request(server.urls.projects, { headers: { Authorization: "Bearer mine" } }));
    expect(header("authorization")).toEqual(["Bearer mine"]);
  });

  test("is all that the client gets where no credential goes along", async () => {
    const double = vi.fn(async (_input: string | Request, _init?: object) => ({ status: 200 }));
    const wrapped = withSentryAuth(double, bearerAuth({ token: "1a2b3c" }), { onUntrustedOrigin: "omit" });
    const own = new Request("https://sentry.io/", { headers: { Authorization: "Bearer mine" } });
    for (const input of [own, "/relative", "https://evil.example/"]) await wrapped(input);
    expect(double.mock.calls).toEqual([[own], ["/relative"], ["https://evil.example/"]]);
    await wrapped("https://evil.example/", { method: "PUT", headers: { "X-Mine": "1" } });
    expect(double).toHaveBeenLastCalledWith("https://evil.example/", { method: "PUT", headers: { "X-Mine": "1" } });
  });

  test("fails as fetch itself does, as a rejection", async () => {
    const sentry = withSentryAuth(fetch, strategy());
    for (const [input, init] of [
      ["/relative", undefined],
      ["https://", undefined],
      [undefined as unknown as string, undefined],
      [Symbol("x") as unknown as string, undefined],
      [server.urls.echo, { method: "GET", body: "x" }],
      [server.urls.echo, { method: "IN VALID" }],
    ] as const) {
      await expect(sentry(input, init)).rejects.toThrow(TypeError);
    }
    expect(server.requests).toEqual([]);
  });
});

describe("the function", () => {
  test("keeps its own properties and its type", () => {
    const own = Symbol("own");
    const client = Object.assign((...args: Parameters<typeof fetch>) => fetch(...args), {
      preconnect: () => "warm",
      [own]: 1,
    });
    const wrapped = withSentryAuth(client, strategy());
    expect(wrapped).not.toBe(client);
    expect([wrapped.preconnect(), wrapped[own], wrapped.length, wrapped.name]).toEqual([
      "warm",
      1,
      client.length,
      client.name,
    ]);
  });

  test("asks for the right arguments at once", () => {
    expect(() => withSentryAuth(undefined as unknown as typeof fetch, strategy())).toThrow(/^fetch must be/);
    expect(() => withSentryAuth(fetch, undefined as unknown as AuthStrategy)).toThrow(/^strategy must be/);
    expect(() => withSentryAuth(fetch, {} as AuthStrategy)).toThrow(/^strategy must be/);
    expect(() => withSentryAuth(fetch, strategy(), { onUntrustedOrigin: "ignore" as "omit" })).toThrow(
      /onUntrustedOrigin must be/,
    );
  });
});

describe("an untrusted origin", () => {
  test("is refused before anything is sent", async () => {
    const sentry = withSentryAuth(fetch, bearerAuth({ token: "1a2b3c" }));
    await expect(sentry(server.urls.projects)).rejects.toMatchObject({
      code: "ERR_UNTRUSTED_ORIGIN",
      strategy: "bearer",
    });
    await expect(sentry(new Request(server.urls.projects))).rejects.toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
    expect(server.requests).toEqual([]);
  });

  test("gets the request without the credential on demand", async () => {
    const sentry = withSentryAuth(fetch, bearerAuth({ token: "1a2b3c" }), { onUntrustedOrigin: "omit" });
    expect((await sentry(server.urls.projects)).status).toBe(401);
    expect(last().authorization).toBeUndefined();
  });

  test("gets nothing by a redirect; the same origin does", async () => {
    await using other = await startSentryServer();
    const sentry = withSentryAuth(fetch, strategy());
    for (const status of [301, 302, 303, 307, 308]) {
      const to = (url: string) =>
        sentry(`${server.origin}/test/redirect?to=${encodeURIComponent(url)}&status=${status}`);
      expect((await to(other.urls.projects)).status).toBe(401);
      expect(other.requests.at(-1)?.authorization).toBeUndefined();
      expect((await to(server.urls.projects)).status).toBe(200);
    }
  });
});

describe("what was checked is what is sent", () => {
  const evil = () => `${server.origin}/evil`;
  const sentry = () => withSentryAuth(fetch, bearerAuth({ token: "1a2b3c", origin: "https://sentry.acme.com" }));

  test.each<[string, () => unknown]>([
    [
      "an object that changes",
      () => {
        const urls = ["https://sentry.acme.com/", evil(), evil()];
        return { toString: () => urls.shift() };
      },
    ],
    [
      "a Request with its own `url`",
      () => Object.defineProperty(new Request(evil()), "url", { value: "https://sentry.acme.com/" }),
    ],
    [
      "a Request of a subclass that lies",
      () =>
        new (class extends Request {
          override get url() {
            return "https://sentry.acme.com/";
          }
        })(evil()),
    ],
    [
      "an object that looks like a Request",
      () => ({ url: "https://sentry.acme.com/", headers: {}, method: "GET", clone() {}, toString: evil }),
    ],
    [
      "a Proxy of a Request",
      () =>
        new Proxy(new Request(evil()), {
          get: (target, key) => (key === "url" ? "https://sentry.acme.com/" : Reflect.get(target, key, target)),
        }),
    ],
  ])("%s", async (_, input) => {
    await sentry()(input() as string).catch(() => {});
    expect(server.requests.map(({ authorization }) => authorization).filter(Boolean)).toEqual([]);
  });
});

describe("another fetch", () => {
  test("undici's own, with its own Request, Headers and Agent", async () => {
    const agent = new undici.Agent();
    const dispatch = vi.spyOn(agent, "dispatch");
    const sentry = withSentryAuth(undici.fetch, strategy());
    const headers = new undici.Headers({ "X-Mine": "1" });
    const responses = [
      await sentry(server.urls.projects, { dispatcher: agent, headers }),
      await sentry(new undici.Request(server.urls.projects, { dispatcher: agent, headers })),
    ];
    expect(responses.map(({ status }) => status)).toEqual([200, 200]);
    expect(dispatch).toHaveBeenCalledTimes(2);
    expect(header("x-mine")).toEqual(["1"]);
    await agent.close();
  });

  test("a test double", async () => {
    const double = vi.fn(async (_url: string) => ({ status: 200, text: async () => "double" }));
    const wrapped = withSentryAuth(double, bearerAuth({ token: "1a2b3c" }));
    const response = await wrapped("https://sentry.io/api/0/");
    expect(await response.text()).toBe("double");
    expect(double.mock.calls).toEqual([["https://sentry.io/api/0/", { headers: { Authorization: "Bearer 1a2b3c" } }]]);
  });

  test("one that throws synchronously rejects", async () => {
    const throwing: FetchLike = () => {
      throw new RangeError("no");
    };
    await expect(
      withSentryAuth(throwing, bearerAuth({ token: "1a2b3c" }))("https://sentry.io/" as never),
    ).rejects.toThrow(RangeError);
  });
});

describe("after a 401", () => {
  /** A strategy whose first token is unknown to the server, and later ones are not. */
  const renewing = () => {
    const provide = vi.fn(() => (provide.mock.calls.length === 1 ? "stale" : server.credentials.token));
    return { provide, strategy: bearerAuth({ token: provide, origin: server.origin }) };
  };
  const form = () => {
    const data = new FormData();
    data.set("name", "value");
    return data;
  };

  test.each<[string, () => BodyInit | null | undefined, string | RegExp]>([
    ["no body", () => undefined, ""],
    ["a string", () => "whole", "whole"],
    ["bytes", () => new TextEncoder().encode("whole"), "whole"],
    ["an ArrayBuffer", () => new TextEncoder().encode("whole").buffer, "whole"],
    ["a Blob", () => new Blob(["whole"]), "whole"],
    ["URLSearchParams", () => new URLSearchParams({ a: "b" }), "a=b"],
    ["FormData", form, /name="name"\r\n\r\nvalue/],
  ])("%s is sent again whole, in init and in a Request", async (_, body, expected) => {
    for (const send of [
      (sentry: typeof fetch) => sentry(server.urls.echo, { method: "POST", body: body() ?? null }),
      (sentry: typeof fetch) => sentry(new Request(server.urls.echo, { method: "POST", body: body() ?? null })),
    ]) {
      const { provide, strategy: renewed } = renewing();
      expect((await send(withSentryAuth(fetch, renewed))).status).toBe(200);
      expect(provide).toHaveBeenCalledTimes(2);
      expect(Buffer.from(last().body).toString()).toMatch(expected);
    }
  });

  test.each<[string, () => unknown]>([
    ["a stream", () => new Blob(["whole"]).stream()],
    [
      "an async generator",
      async function* () {
        yield new TextEncoder().encode("whole");
      },
    ],
    ["a Node Readable", () => Readable.from(["whole"])],
  ])("%s is not sent again, and the caller gets the 401 with its body", async (_, body) => {
    const { provide, strategy: renewed } = renewing();
    const made = typeof body === "function" ? body() : body;
    const init = { method: "POST", body: made, duplex: "half" } as RequestInit;
    const response = await withSentryAuth(fetch, renewed)(server.urls.echo, init);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ detail: "Invalid token" });
    expect(server.requests.length).toBe(1);
    expect(provide).toHaveBeenCalledTimes(2);
  });

  test("a Request made of a stream is sent again whole, as it was cloned first", async () => {
    const request = new Request(server.urls.echo, {
      method: "POST",
      body: new Blob(["whole"]).stream(),
      duplex: "half",
    } as RequestInit);
    expect((await withSentryAuth(fetch, renewing().strategy)(request)).status).toBe(200);
    expect(server.requests.map(({ body }) => Buffer.from(body).toString())).toEqual(["whole", "whole"]);
    expect(request.bodyUsed).toBe(true);
  });

  test("a Request is not cloned where the strategy cannot renew", async () => {
    const request = new Request(server.urls.echo, { method: "POST", body: "whole" });
    const clone = vi.spyOn(request, "clone");
    await withSentryAuth(fetch, strategy())(request);
    expect(clone).not.toHaveBeenCalled();
  });

  test("a generator of headers is there for both attempts", async () => {
    const headers = (function* () {
      yield ["X-Mine", "1"];
    })() as unknown as HeadersInit;
    expect((await withSentryAuth(fetch, renewing().strategy)(server.urls.echo, { headers })).status).toBe(200);
    expect(server.requests.map(({ rawHeaders }) => rawHeaders.includes("X-Mine"))).toEqual([true, true]);
  });

  test("the first response is drained, so that large ones do not pile up connections", async () => {
    const agent = new undici.Agent({ connections: 1 });
    for (let round = 0; round < 3; round += 1) {
      const { strategy: renewed } = renewing();
      const url = `${server.urls.echo}?rejection-bytes=300000`;
      expect((await withSentryAuth(undici.fetch, renewed)(url, { dispatcher: agent })).status).toBe(200);
    }
    expect(new Set(server.requests.map(({ connection }) => connection)).size).toBe(1);
    await agent.close();
  });

  test("an abort while waiting for the secret rejects that caller alone, with its reason", async () => {
    let give = (_: string): void => {};
    const waiting = new Promise<string>((resolve) => {
      give = resolve;
    });
    const sentry = withSentryAuth(fetch, bearerAuth({ token: () => waiting, origin: server.origin }));
    const controller = new AbortController();
    const first = sentry(new Request(server.urls.echo, { signal: controller.signal }));
    const second = sentry(server.urls.echo);
    controller.abort(new Error("enough"));
    await expect(first).rejects.toThrow("enough");
    give(server.credentials.token);
    expect((await second).status).toBe(200);
  });

  test("a failing function leaves the caller with the 401", async () => {
    let calls = 0;
    const failing = bearerAuth({
      token: () => {
        calls += 1;
        if (calls > 1) throw new Error("vault");
        return "stale";
      },
      origin: server.origin,
    });
    const response = await withSentryAuth(fetch, failing)(server.urls.echo);
    expect([response.status, await response.json()]).toEqual([401, { detail: "Invalid token" }]);
  });

  test("a third party's strategy gets the same through renew", async () => {
    const origins = [server.origin];
    const byHand: AuthStrategy = {
      name: "by-hand",
      authorize: () => ({ header: "Bearer stale", origins }),
      renew: () => ({ header: `Bearer ${server.credentials.token}`, origins }),
    };
    expect((await withSentryAuth(fetch, byHand)(server.urls.echo, { method: "POST", body: "whole" })).status).toBe(200);
  });

  test("a renewed credential for another instance is not sent to this one", async () => {
    const own = [server.origin];
    let origins: readonly string[] = own;
    const moving = defineStrategy({
      name: "moving",
      scheme: "Bearer",
      secret: () => (origins === own ? "stale" : server.credentials.token),
      read: (token) => ({ credentials: token, origins }),
    });
    const sentry = withSentryAuth(fetch, moving);
    await sentry(server.urls.echo);
    origins = ["https://sentry.acme.com"];
    expect((await sentry(server.urls.echo)).status).toBe(401);
    expect(server.requests.some(({ authorization }) => authorization?.includes(server.credentials.token))).toBe(false);
  });
});

test("a refused connection is the client's own error, without the secret", async () => {
  const http = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => http.once("listening", resolve));
  const { port } = http.address() as AddressInfo;
  await new Promise((resolve) => http.close(resolve));
  const origin = `http://127.0.0.1:${port}`;
  const error = await withSentryAuth(
    fetch,
    bearerAuth({ token: "1a2b3c4d5e6f", origin }),
  )(origin).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TypeError);
  expect(String((error as Error).stack)).not.toContain("1a2b3c4d5e6f");
});
