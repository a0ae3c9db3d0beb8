import { Agent, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { startProxyServer, startSentryServer } from "@x/sentry-testing";
import { Request as NodeRequest } from "node-fetch";
import { Request as UndiciRequest, fetch as undiciFetch } from "undici";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type FetchLike, withProxyHeaders } from "../src/index.ts";

const KEY = "0123456789abcdef0123";
const origin = "https://sentry.acme.com";
const authorized = { Authorization: "Bearer fedcba9876543210" };

type Step = (url: string) => Response;
const redirect =
  (location: string, status = 302): Step =>
  () =>
    new Response(null, { status, headers: { Location: location } });
/** A fetch that responds by these steps, then with 200, and records what it was given. */
const recorded = (...steps: Step[]) => {
  const sent: { url: string; key: string | null; authorization: string | null; init: RequestInit }[] = [];
  const fetch = async (input: string | URL | Request, init: RequestInit = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    const headers = new Headers(init.headers);
    sent.push({ url, key: headers.get("x-gateway-key"), authorization: headers.get("authorization"), init });
    return steps.shift()?.(url) ?? new Response("{}");
  };
  return { sent, fetch, proxied: withProxyHeaders(fetch, { origin, headers: { "X-Gateway-Key": KEY } }) };
};

describe("a redirect", () => {
  test.each([
    ["//evil.example/x", "https://evil.example/x"],
    ["/\\evil.example/x", "https://evil.example/x"],
    ["\\\\evil.example\\x", "https://evil.example/x"],
    ["https:/\\evil.example", "https://evil.example/"],
    ["https://sentry.acme.com.evil.example/", "https://sentry.acme.com.evil.example/"],
    ["http://sentry.acme.com/x", "http://sentry.acme.com/x"],
    ["https://sentry.acme.com:8443/", "https://sentry.acme.com:8443/"],
    ["https://sentry.acme.com./", "https://sentry.acme.com./"],
    ["https://sentry.io/", "https://sentry.io/"],
  ])("to %s carries no credential", async (location, to) => {
    const { sent, proxied } = recorded(redirect(location, 307));
    await proxied(`${origin}/api/0/`, {
      headers: { ...authorized, "proxy-AUTHORIZATION": "Basic x", Cookie: "a=b", "X-Sentry-Auth": "Sentry x" },
    });
    expect(sent.map(({ url, key, authorization }) => [url, key, authorization])).toEqual([
      [`${origin}/api/0/`, KEY, authorized.Authorization],
      [to, null, null],
    ]);
    expect([...new Headers(sent[1]?.init.headers)]).toEqual([]);
  });

  test.each([
    ["../../x/./y", `${origin}/x/y`],
    ["?q=1", `${origin}/api/0/?q=1`],
    ["https:/relative", `${origin}/relative`],
    ["https://SENTRY.acme.com:443/x", `${origin}/x`],
    ["\t/x ", `${origin}/x`],
  ])("to %j stays on the origin, with the headers", async (location, to) => {
    const { sent, proxied } = recorded(redirect(location));
    await proxied(`${origin}/api/0/`, { headers: authorized });
    expect(sent[1]).toMatchObject({ url: to, key: KEY, authorization: authorized.Authorization });
  });

  test("and back to the origin carries none, nor does what follows there", async () => {
    const { sent, proxied } = recorded(
      redirect("http://sentry.acme.com/"),
      redirect(`${origin}/back`),
      redirect("/again"),
    );
    await proxied(`${origin}/`, { headers: authorized });
    expect(sent.map(({ key, authorization }) => [key, authorization])).toEqual([
      [KEY, authorized.Authorization],
      [null, null],
      [null, null],
      [null, null],
    ]);
  });

  test.each([
    "data:text/html,x",
    "blob:https://sentry.acme.com/0c6d",
    "javascript:1",
    "file:///etc/passwd",
    "https://",
    "https://sentry.acme.com@evil.example/",
    "https://user:password@sentry.acme.com/",
  ])("to %s is an error that shows nothing, and ends the response", async (location) => {
    const cancel = vi.fn();
    const { sent, proxied } = recorded(
      () => new Response(new ReadableStream({ cancel }), { status: 302, headers: { Location: location } }),
    );
    const error: unknown = await proxied(`${origin}/?secret=${KEY}`).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain(KEY);
    expect(String(error)).not.toContain("password");
    expect(sent).toHaveLength(1);
    expect(cancel).toHaveBeenCalledOnce();
  });

  test("takes the caller's own header of that name along no more than ours", async () => {
    const { sent, proxied } = recorded(redirect("https://evil.example/"));
    await proxied(`${origin}/`, { headers: { "x-gateway-KEY": "mine" } });
    expect(sent.map(({ key }) => key)).toEqual(["mine", null]);
  });

  test.each([301, 302, 303])("%i of a POST loses its body and the headers of the body", async (status) => {
    const { sent, proxied } = recorded(redirect("/x", status));
    await proxied(`${origin}/`, { method: "post", body: "whole", headers: { "content-TYPE": "text/plain" } });
    expect(sent[1]?.init).toMatchObject({ method: "GET", body: undefined });
    expect(new Headers(sent[1]?.init.headers).has("content-type")).toBe(false);
  });

  test("of 300, 304 and 305 is not followed", async () => {
    for (const status of [300, 304, 305]) {
      const { sent, proxied } = recorded(redirect("/x", status));
      expect((await proxied(`${origin}/`)).status).toBe(status);
      expect(sent).toHaveLength(1);
    }
  });
});

describe("an init", () => {
  test("whose fields are getters is read once", async () => {
    const reads: string[] = [];
    const once = <Value>(name: string, value: Value): Value => {
      reads.push(name);
      return value;
    };
    class Init {
      get method() {
        return once("method", reads.includes("method") ? "DELETE" : "POST");
      }
      get body() {
        return once("body", "whole");
      }
      get headers() {
        return once("headers", { "X-Mine": "1" });
      }
    }
    const { sent, proxied } = recorded();
    await proxied(`${origin}/`, new Init());
    expect(sent[0]).toMatchObject({ key: KEY, init: { method: "POST", body: "whole" } });
    expect(reads).toEqual(["method", "body", "headers"]);
  });

  test("without a prototype keeps its fields", async () => {
    const { sent, proxied } = recorded();
    await proxied(`${origin}/`, Object.assign(Object.create(null), { method: "PUT", body: "whole" }));
    expect(sent[0]).toMatchObject({ key: KEY, init: { method: "PUT", body: "whole" } });
  });

  test("for another origin is not read: its headers may be readable once", async () => {
    const fetch = vi.fn(async (_: string, __?: { headers: Iterable<[string, string]> }) => new Response("{}"));
    const headers = Object.entries({ "X-Mine": "1" }).values();
    await withProxyHeaders(fetch, { origin, headers: { "X-Gateway-Key": KEY } })("https://evil.example/", { headers });
    expect([...(fetch.mock.calls[0]?.[1]?.headers ?? [])]).toEqual([["X-Mine", "1"]]);
  });

  test("reads no field that a polluted prototype adds", async () => {
    const { sent, proxied } = recorded();
    Object.defineProperty(Object.prototype, "method", { value: "DELETE", configurable: true });
    try {
      await proxied(`${origin}/`, {});
      await proxied(`${origin}/`, { method: "PUT" });
    } finally {
      Reflect.deleteProperty(Object.prototype, "method");
    }
    expect(sent.map(({ init }) => init.method)).toEqual(["GET", "PUT"]);
  });

  test.each(["patch", "Purge"])("keeps the case of the method %s", async (method) => {
    const { sent, proxied } = recorded(redirect("/x", 301));
    await proxied(`${origin}/`, { method });
    expect(sent.map(({ init }) => init.method)).toEqual([method, method]);
  });

  test("whose headers are invalid is rejected by the client", async () => {
    const proxied = withProxyHeaders(fetch, { origin: "http://127.0.0.1:1", headers: { "X-Gateway-Key": KEY } });
    const headers = [["X-Mine", "1", "2"]] as never;
    await expect(proxied("http://127.0.0.1:1/", { headers })).rejects.toThrow(/Invalid|Headers/i);
  });

  test("that converts to another URL each time goes to the one that was checked", async () => {
    const urls = [`${origin}/`, "https://evil.example/"];
    const { sent, proxied } = recorded();
    await proxied({ toString: () => urls.shift() ?? "" } as URL);
    expect(sent).toMatchObject([{ url: `${origin}/`, key: KEY }]);
  });
});

test("a subclass's own URL does not count", async () => {
  class Lying extends Request {
    override get url(): string {
      return `${origin}/`;
    }
  }
  const fetch = vi.fn(async (..._: [unknown, unknown?]) => new Response("{}"));
  await withProxyHeaders(fetch as FetchLike, { origin, headers: { "X-Gateway-Key": KEY } })(
    new Lying("https://evil.example/") as never,
  );
  expect(fetch.mock.calls[0]?.[1]).toBeUndefined();
});

test("undici's own Request passes with its body, and again after a refusal", async () => {
  await using server = await startSentryServer();
  await using proxy = await startProxyServer({ kind: "header", target: server.origin });
  const proxied = withProxyHeaders(undiciFetch, { origin: proxy.origin, headers: { ...proxy.headers } });
  const headers = { Authorization: `Bearer ${server.credentials.token}` };
  const request = new UndiciRequest(`${proxy.origin}/test/echo`, { method: "POST", body: "whole", headers });
  expect((await proxied(request)).status).toBe(200);
  expect(server.requests.map(({ body }) => new TextDecoder().decode(body))).toEqual(["whole"]);
});

test("node-fetch's Request keeps its agent where a redirect leads", async () => {
  const agent = new Agent();
  const agents: unknown[] = [];
  const client = async (input: string | NodeRequest, init: { agent?: unknown } = {}) => {
    agents.push(init.agent ?? Object(input).agent);
    return agents.length === 1 ? Response.redirect(`${origin}/again`) : new Response("{}");
  };
  const proxied = withProxyHeaders(client, { origin, headers: { "X-Gateway-Key": KEY } });
  await proxied(new NodeRequest(`${origin}/`, { agent }));
  expect(agents).toEqual([agent, agent]);
});

describe("a signal", () => {
  test("that is aborted calls no function", async () => {
    const key = vi.fn(() => KEY);
    const proxied = withProxyHeaders(fetch, { origin, headers: { "X-Gateway-Key": key } });
    await expect(proxied(`${origin}/`, { signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
    expect(key).not.toHaveBeenCalled();
  });

  test("rejects its own request alone while a secret is awaited", async () => {
    let provide = (_: string): void => {};
    const key = vi.fn(() => new Promise<string>((resolve) => (provide = resolve)));
    const { fetch, sent } = recorded();
    const proxied = withProxyHeaders(fetch, { origin, headers: { "X-Gateway-Key": key } });
    const controller = new AbortController();
    const aborted = proxied(`${origin}/`, { signal: controller.signal });
    const other = proxied(`${origin}/`);
    controller.abort("enough");
    await expect(aborted).rejects.toBe("enough");
    provide(KEY);
    expect((await other).status).toBe(200);
    expect([key.mock.calls.length, sent.length]).toEqual([1, 1]);
  });

  test.each([
    ["an init", (signal: AbortSignal): [string | Request, RequestInit?] => [`${origin}/`, { signal }]],
    ["a Request", (signal: AbortSignal): [string | Request] => [new Request(`${origin}/`, { signal })]],
  ])("of %s ends a request whose redirect is followed", async (_, callOf) => {
    const controller = new AbortController();
    const client: typeof fetch = async (_, init) => {
      init?.signal?.throwIfAborted();
      controller.abort("enough");
      return Response.redirect(`${origin}/again`);
    };
    const proxied = withProxyHeaders(client, { origin, headers: { "X-Gateway-Key": KEY } });
    await expect(proxied(...callOf(controller.signal))).rejects.toBe("enough");
  });

  test("rejects its own request while the proxy's secret is renewed", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const key = vi.fn((): string | Promise<string> => (key.mock.calls.length === 1 ? KEY : new Promise(() => {})));
    const refused: Step = () => new Response("<html>", { status: 403, headers: { "Content-Type": "text/html" } });
    const { fetch } = recorded(refused);
    const proxied = withProxyHeaders(fetch, { origin, headers: { "X-Gateway-Key": key } });
    const controller = new AbortController();
    const aborted = expect(proxied(`${origin}/`, { signal: controller.signal })).rejects.toBe("enough");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(key).toHaveBeenCalledTimes(2);
    controller.abort("enough");
    await aborted;
  });
});

test("a stream whose request is not sent is canceled", async () => {
  const cancel = vi.fn();
  const proxied = withProxyHeaders(fetch, {
    origin,
    headers: { "X-Gateway-Key": () => Promise.reject(new Error("sealed")) },
  });
  const init = { method: "POST", body: new ReadableStream({ cancel }), duplex: "half" } as RequestInit;
  await expect(proxied(`${origin}/`, init)).rejects.toMatchObject({ code: "ERR_SECRET_UNAVAILABLE" });
  expect(cancel).toHaveBeenCalledOnce();
});

test("many refused requests renew the proxy's secret once", async () => {
  await using server = await startSentryServer();
  await using proxy = await startProxyServer({ kind: "header", target: server.origin });
  const key = vi.fn(() => (key.mock.calls.length === 1 ? "stale-0123456789" : (proxy.headers["X-Gateway-Key"] ?? "")));
  const proxied = withProxyHeaders(fetch, { origin: proxy.origin, headers: { "X-Gateway-Key": key } });
  const headers = { Authorization: `Bearer ${server.credentials.token}` };
  const all = Array.from({ length: 20 }, async () => (await proxied(`${proxy.origin}/test/echo`, { headers })).status);
  expect(await Promise.all(all)).toEqual(Array(20).fill(200));
  expect(key).toHaveBeenCalledTimes(2);
  expect(server.requests).toHaveLength(20);
});

test("no error of a connection that breaks shows a secret", async () => {
  const server = createServer((_, response) => response.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const broken = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const client of [fetch, undiciFetch]) {
    const proxied = withProxyHeaders(client as FetchLike, { origin: broken, headers: { "X-Gateway-Key": KEY } });
    const error: unknown = await proxied(`${broken}/` as never).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(inspect(error, { showHidden: true, depth: 9, getters: true })).not.toContain(KEY);
  }
});
