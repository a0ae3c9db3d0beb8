import { startProxyServer, startSentryServer } from "@x/sentry-testing";
import { describe, expect, test, vi } from "vitest";
import { withProxyHeaders } from "../src/index.ts";

const origin = "https://sentry.acme.com";
const headers = { "X-Gateway-Key": "0123456789abcdef" };
/** A fetch that records its calls, and what the wrapper makes of it. */
const recorded = (respond: () => Response = () => new Response("{}")) => {
  const fetch = vi.fn(async (..._: [input: RequestInfo | URL, init?: RequestInit]) => respond());
  return { fetch, proxied: withProxyHeaders(fetch, { origin, headers }) };
};
const sentHeader = (fetch: ReturnType<typeof recorded>["fetch"], call = 0) =>
  new Headers(fetch.mock.calls[call]?.[1]?.headers).get("x-gateway-key");

describe("the headers", () => {
  test.each([`${origin}/api/0/`, `${origin}:443/`, "https://SENTRY.acme.com/"])("go to the origin: %s", async (url) => {
    const { fetch, proxied } = recorded();
    await proxied(url);
    expect(sentHeader(fetch)).toBe("0123456789abcdef");
  });

  test.each([
    "https://sentry.io/api/0/",
    "http://sentry.acme.com/",
    "https://sentry.acme.com:8443/",
    "https://sentry.acme.com.evil.example/",
    "https://sentry.acme.com@evil.example/",
    "https://evil.example/https://sentry.acme.com/",
    "https:/\\evil.example/",
    "blob:https://sentry.acme.com/0c6d",
    "data:text/plain,https://sentry.acme.com/",
    "/api/0/",
  ])("go nowhere else: %s", async (url) => {
    const { fetch, proxied } = recorded();
    const init = { headers: { "X-Mine": "1" } };
    await proxied(url, init);
    expect(fetch.mock.calls).toEqual([[url, init]]);
  });

  test("are added to those of a plain object, of Headers, of pairs and of a Request", async () => {
    const mine = { "X-Mine": "1" };
    const calls: Parameters<typeof fetch>[] = [
      [`${origin}/`, { headers: mine }],
      [new URL(`${origin}/`), { headers: new Headers(mine) }],
      [`${origin}/`, { headers: Object.entries(mine) as [string, string][] }],
      [new Request(`${origin}/`, { headers: mine })],
    ];
    for (const call of calls) {
      const { fetch, proxied } = recorded();
      await proxied(...call);
      const sent = new Headers(fetch.mock.calls[0]?.[1]?.headers);
      expect([sent.get("x-mine"), sent.get("x-gateway-key")]).toEqual(["1", "0123456789abcdef"]);
    }
  });

  test("give way to the caller's own, in any casing", async () => {
    const { fetch, proxied } = recorded();
    await proxied(`${origin}/`, { headers: { "x-GATEWAY-key": "mine" } });
    expect(sentHeader(fetch)).toBe("mine");
  });

  test("are obtained only for the origin", async () => {
    const key = vi.fn(() => "0123456789abcdef");
    const proxied = withProxyHeaders(recorded().fetch, { origin, headers: { "X-Gateway-Key": key } });
    await proxied("https://sentry.io/");
    expect(key).not.toHaveBeenCalled();
  });

  test("that cannot be provided reject the request, and nothing is sent", async () => {
    const { fetch } = recorded();
    const failing = withProxyHeaders(fetch, {
      origin,
      headers: {
        "X-Gateway-Key": () => {
          throw new Error("sealed");
        },
      },
    });
    await expect(failing(`${origin}/`)).rejects.toMatchObject({ code: "ERR_SECRET_UNAVAILABLE", strategy: "proxy" });
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe("is refused at start-up:", () => {
  test.each([
    "https://sentry.io",
    "https://us.sentry.io",
    "https://o1.ingest.de.sentry.io",
    "http://sentry.io",
    "https://sentry.io:8443",
  ])("Sentry's own origin %s", (own) => {
    expect(() => withProxyHeaders(fetch, { origin: own, headers })).toThrow(/must not be Sentry's own/);
    expect(() => withProxyHeaders(fetch, { origin: [origin, own], headers })).toThrow(/must not be Sentry's own/);
  });

  test("a wildcard", () => {
    expect(() => withProxyHeaders(fetch, { origin: "https://*.acme.com", headers })).toThrow(/wildcard/);
  });

  test.each([
    "Authorization",
    "authorization",
    "Host",
    "Cookie",
    "Content-Type",
    "content-length",
    "Connection",
    "Transfer-Encoding",
    "sentry-trace",
    "baggage",
    "Upgrade",
    "TE",
  ])("the reserved name %s", (name) => {
    expect(() => withProxyHeaders(fetch, { origin, headers: { [name]: "1a2b3c4d" } })).toThrow(/reserved/);
  });

  test.each(["", "a b", "a:b", "a\r\nb"])("the invalid name %j", (name) => {
    expect(() => withProxyHeaders(fetch, { origin, headers: { [name]: "1a2b3c4d" } })).toThrow(
      /not a valid header name/,
    );
  });

  test("a name that is there twice", () => {
    expect(() => withProxyHeaders(fetch, { origin, headers: { "X-A": "1a2b", "x-a": "3c4d" } })).toThrow(/twice/);
  });

  test.each([undefined, "", "<key>", "a\r\nb", "é"])("the value %j", (value) => {
    expect(() => withProxyHeaders(fetch, { origin, headers: { "X-Gateway-Key": value } })).toThrow(
      expect.objectContaining({ code: "ERR_INVALID_SECRET", strategy: "proxy" }),
    );
  });

  test("a call of another shape", () => {
    expect(() => withProxyHeaders(fetch, undefined as never)).toThrow(
      /withProxyHeaders\(fetch, \{ origin, headers \}\)/,
    );
    expect(() => withProxyHeaders(fetch, { headers } as never)).toThrow(/origin is missing/);
    expect(() => withProxyHeaders({} as never, { origin, headers })).toThrow(/fetch must be a function/);
    expect(() => withProxyHeaders(fetch, { origin, headers: "key" as never })).toThrow(/headers must be an object/);
  });
});

test("a browser's opaque redirect is refused", async () => {
  const opaque = Object.defineProperties(new Response(null), {
    type: { value: "opaqueredirect" },
    status: { value: 0 },
  });
  await expect(recorded(() => opaque).proxied(`${origin}/`)).rejects.toMatchObject({ code: "ERR_REDIRECT_REFUSED" });
});

test("a fixed secret is not renewed, and the caller gets the proxy's refusal", async () => {
  await using server = await startSentryServer();
  await using proxy = await startProxyServer({ kind: "header", target: server.origin });
  const proxied = withProxyHeaders(fetch, { origin: proxy.origin, headers: { "X-Gateway-Key": "0123456789abcdef" } });
  const response = await proxied(`${proxy.origin}/api/0/`);
  expect([response.status, await response.text()]).toEqual([403, "<html>403 Forbidden</html>"]);
  expect(proxy.requests).toHaveLength(1);
});

test.each<[string, (url: string, headers: Record<string, string>) => Parameters<typeof fetch>]>([
  ["a string", (url, headers) => [url, { method: "POST", body: "whole", headers }]],
  ["a Request's body", (url, headers) => [new Request(url, { method: "POST", body: "whole", headers })]],
])("%s is sent again whole after the proxy's refusal", async (_, callOf) => {
  await using server = await startSentryServer();
  await using proxy = await startProxyServer({ kind: "header", target: server.origin });
  const keys = ["stale-0123456789", proxy.headers["X-Gateway-Key"] ?? ""];
  const key = vi.fn(() => keys.shift() ?? "none-0123456789");
  // Each call of the function is a second after the one before.
  vi.spyOn(Date, "now").mockImplementation(
    () => performance.timeOrigin + performance.now() + key.mock.calls.length * 1_000,
  );
  const proxied = withProxyHeaders(fetch, { origin: proxy.origin, headers: { "X-Gateway-Key": key } });
  const headers = { Authorization: `Bearer ${server.credentials.token}` };
  const response = await proxied(...callOf(`${proxy.origin}/test/echo`, headers));
  expect(response.status).toBe(200);
  expect(server.requests.map(({ body }) => new TextDecoder().decode(body))).toEqual(["whole"]);
  expect(proxy.requests).toHaveLength(2);
});
