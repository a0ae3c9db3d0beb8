import { withSentryAuth } from "@x/sentry-fetch";
import nodeFetch from "node-fetch";
import { Request as UndiciRequest, fetch as undiciFetch } from "undici";
import { describe, expect, test } from "vitest";
import { outcomeOf, type Servers, startServers } from "./servers.ts";

/** Gives the first text once, and the other from then on. */
const inTurn = (first: string, then: string) => {
  let calls = 0;
  return () => (calls++ === 0 ? first : then);
};
const echo = ({ trusted, evil }: Servers) => [trusted.urls.echo, evil.urls.echo] as const;

class UrlAlias extends Request {
  readonly #alias: string;
  constructor(url: string, alias: string) {
    super(url);
    this.#alias = alias;
  }
  override get url() {
    return this.#alias;
  }
}

describe("what was checked is what is sent, for", () => {
  // Each looks trusted at one reading and is for the other server at another.
  test.each<[string, (trusted: string, evil: string) => unknown]>([
    ["an object that changes", (trusted, evil) => ({ toString: inTurn(trusted, evil) })],
    ["an object that changes, the other way round", (trusted, evil) => ({ toString: inTurn(evil, trusted) })],
    ["an object with two primitives", (trusted, evil) => ({ [Symbol.toPrimitive]: inTurn(trusted, evil) })],
    ["an object whose href is another", (trusted, evil) => ({ href: trusted, url: trusted, toString: () => evil })],
    [
      "a URL with an own toString",
      (trusted, evil) => Object.assign(new URL(evil), { toString: inTurn(trusted, evil) }),
    ],
    ["a URL with an own href", (trusted, evil) => Object.defineProperty(new URL(evil), "href", { value: trusted })],
    [
      "a URL that changes when it is read",
      (trusted, evil) => {
        const url = new URL(trusted);
        return {
          toString: () => {
            const text = url.href;
            url.href = evil;
            return text;
          },
        };
      },
    ],
    ["an array", (trusted, evil) => [{ toString: inTurn(trusted, evil) }]],
    [
      "a Proxy of a URL",
      (trusted, evil) =>
        new Proxy(new URL(evil), { get: (target, key) => (key === "href" ? trusted : Reflect.get(target, key)) }),
    ],
    [
      "a Proxy of a URL",
      (trusted, evil) => {
        const text = inTurn(trusted, evil);
        return new Proxy(new URL(evil), {
          get: (target, key) => (key === "toString" ? text : Reflect.get(target, key, target)),
        });
      },
    ],
    [
      "a Proxy of a Request",
      (trusted, evil) =>
        new Proxy(new Request(evil), {
          get: (target, key) => (key === "url" ? trusted : Reflect.get(target, key, target)),
        }),
    ],
    ["a Proxy of a Request without traps", (_, evil) => new Proxy(new Request(evil), {})],
    [
      "a Request with its own `url`",
      (trusted, evil) => Object.defineProperty(new Request(evil), "url", { value: trusted }),
    ],
    [
      "a Request with its own getter `url`",
      (trusted, evil) => Object.defineProperty(new Request(evil), "url", { get: inTurn(trusted, evil) }),
    ],
    ["a Request of a class that says another `url`", (trusted, evil) => new UrlAlias(evil, trusted)],
    ["a Request of another realm", (_, evil) => new UndiciRequest(evil)],
    [
      "a Request of another realm with its own `url`",
      (trusted, evil) => Object.defineProperty(new UndiciRequest(evil), "url", { value: trusted }),
    ],
    [
      "a Request that inherits from another",
      (trusted, evil) =>
        Object.setPrototypeOf(new Request(evil), Object.create(Request.prototype, { url: { value: trusted } })),
    ],
    [
      "a Request whose clone is another",
      (trusted, evil) =>
        Object.assign(new Request(evil, { method: "POST", body: "x" }), {
          url: trusted,
          clone: () => new Request(evil),
        }),
    ],
  ])("%s", async (_, make) => {
    for (const [client, name] of [
      [fetch, "fetch"],
      [undiciFetch, "undici"],
      [nodeFetch, "node-fetch"],
    ] as const) {
      for (const isProxied of [false, true]) {
        await using servers = await startServers();
        const below = isProxied ? servers.behindProxy(client) : (client as typeof fetch);
        await outcomeOf(() => withSentryAuth(below, servers.strategy)(make(...echo(servers)) as string));
        // The proxy's headers alone: the request may go where the caller wants, but they may not.
        if (isProxied) await outcomeOf(() => below(make(...echo(servers)) as string));
        expect(servers.stolen(), `${name}${isProxied ? ", with a proxy's headers" : ""}`).toEqual([]);
      }
    }
  });

  test("a Request whose own properties say what it is, which is sent with the credential", async () => {
    await using servers = await startServers();
    const request = Object.defineProperty(new Request(servers.trusted.urls.echo), "url", {
      value: servers.evil.urls.echo,
    });
    const sentry = withSentryAuth(fetch, servers.strategy);
    expect((await sentry(request)).status).toBe(200);
    expect(servers.evil.requests).toEqual([]);
  });

  test.each([
    ["the same realm", fetch, Request],
    ["undici's", undiciFetch, UndiciRequest],
  ])("a Request of %s", async (_, client, Class) => {
    await using servers = await startServers();
    const sentry = withSentryAuth(client as typeof fetch, servers.strategy);
    expect((await sentry(new Class(servers.trusted.urls.echo) as Request)).status).toBe(200);
    await expect(sentry(new Class(servers.evil.urls.echo) as Request)).rejects.toMatchObject({
      code: "ERR_UNTRUSTED_ORIGIN",
    });
    expect(servers.evil.requests).toEqual([]);
  });
});

describe("an init", () => {
  const own = "Bearer of-the-caller";

  test.each<[string, () => unknown]>([
    [
      "with a getter",
      () => ({
        get headers() {
          return { authorization: own };
        },
      }),
    ],
    [
      "of a class",
      () =>
        new (class {
          get headers() {
            return { authorization: own };
          }
        })(),
    ],
    ["that inherits its headers", () => Object.create({ headers: { authorization: own } })],
    [
      "with a generator",
      () => ({
        headers: (function* () {
          yield ["Authorization", own];
        })(),
      }),
    ],
    [
      "with generators in a generator",
      () => ({
        headers: (function* () {
          yield new Set(["AUTHORIZATION", own]).values();
        })(),
      }),
    ],
    ["with Headers of another realm", () => ({ headers: new Map([["aUTHORIZATION", own]]) })],
  ])("%s keeps the caller's own credential", async (_, init) => {
    await using servers = await startServers();
    const sentry = withSentryAuth(fetch, servers.strategy);
    await outcomeOf(() => sentry(servers.trusted.urls.echo, init() as RequestInit));
    expect(servers.trusted.requests.map(({ authorization }) => authorization)).toEqual([own]);
  });

  test.each<[string, () => unknown]>([
    [
      "with a getter that gives other headers each time",
      () => {
        const next = inTurn("1", "2");
        return {
          get headers() {
            return { "x-given": next() };
          },
        };
      },
    ],
    [
      "of a class",
      () =>
        new (class {
          headers = { "x-given": "1" };
        })(),
    ],
    ["that inherits its headers", () => Object.create({ headers: [["x-given", "1"]] })],
    [
      "with a generator",
      () => ({
        headers: (function* () {
          yield ["x-given", "1"];
        })(),
      }),
    ],
    ["without a prototype", () => Object.assign(Object.create(null), { headers: { "x-given": "1" } })],
  ])("%s gets ours beside its own headers", async (_, init) => {
    await using servers = await startServers();
    const sentry = withSentryAuth(fetch, servers.strategy);
    expect((await sentry(servers.trusted.urls.echo, init() as RequestInit)).status).toBe(200);
    const [request] = servers.trusted.requests;
    expect(request?.rawHeaders[request.rawHeaders.findIndex((name) => name.toLowerCase() === "x-given") + 1]).toBe("1");
  });

  test("that is asked for a method says its URL nothing", async () => {
    await using servers = await startServers();
    const sentry = withSentryAuth(fetch, servers.strategy);
    const init = { url: servers.evil.urls.echo, baseURL: servers.evil.origin, href: servers.evil.urls.echo };
    expect((await sentry(servers.trusted.urls.echo, init as RequestInit)).status).toBe(200);
    expect(servers.evil.requests).toEqual([]);
  });
});

test.each([301, 302, 303, 307, 308])(
  "a redirect (%i) takes no credential to another origin, nor back from there",
  async (status) => {
    await using servers = await startServers();
    const { trusted, evil, strategy } = servers;
    const redirect = (from: string, to: string) =>
      `${from}/test/redirect?status=${status}&to=${encodeURIComponent(to)}`;
    for (const client of [fetch, undiciFetch]) {
      const sentry = withSentryAuth(client as typeof fetch, strategy);
      const url = redirect(trusted.origin, redirect(evil.origin, trusted.urls.echo));
      for (const init of [{}, { method: "POST", body: "{}", headers: { "content-type": "application/json" } }]) {
        expect((await sentry(url, init)).status).toBe(401);
      }
    }
    expect(evil.requests.length).toBe(4);
    expect(servers.stolen()).toEqual([]);
    expect(
      trusted.requests.filter(({ url, authorization }) => url === "/test/echo" && authorization !== undefined),
    ).toEqual([]);
  },
);

test("assumed: that a fetch conforms, which node-fetch 3 does not on a redirect to another port of the same host", async () => {
  await using servers = await startServers();
  const sentry = withSentryAuth(nodeFetch, servers.strategy);
  await sentry(`${servers.trusted.origin}/test/redirect?to=${encodeURIComponent(servers.evil.urls.echo)}`);
  // If this fails one day, the sentence in SECURITY.md can go.
  expect(servers.stolen()).toHaveLength(1);
});
