import { startProxyServer, startSentryServer } from "@x/sentry-testing";
import { describe, expect, type Mock, test, vi } from "vitest";
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

/** Lets each call of a secret's function be a second after the one before. */
const passBrakes = (secret: Mock): void => {
  const now = () => performance.timeOrigin + performance.now() + secret.mock.calls.length * 1_000;
  vi.spyOn(Date, "now").mockImplementation(now);
};

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
    "https://user:password@sentry.acme.com/",
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
    "https://sentry.io.",
    "https://sentry.io..",
    "https://de.sentry.io.",
    "https://SENTRY.IO",
    "https://sentry.io:443",
    "https://\uff53entry.io",
    "https://us\u3002sentry\u3002io",
    "https://sentry.io/",
  ])("Sentry's own origin %s", (own) => {
    expect(() => withProxyHeaders(fetch, { origin: own, headers })).toThrow(/must not be Sentry's own/);
    expect(() => withProxyHeaders(fetch, { origin: [origin, own], headers })).toThrow(/must not be Sentry's own/);
  });

  test.each(["https://*.acme.com", "https://*.sentry.io"])("the wildcard %s", (wildcard) => {
    expect(() => withProxyHeaders(fetch, { origin: wildcard, headers })).toThrow(/wildcard/);
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
  passBrakes(key);
  const proxied = withProxyHeaders(fetch, { origin: proxy.origin, headers: { "X-Gateway-Key": key } });
  const headers = { Authorization: `Bearer ${server.credentials.token}` };
  const response = await proxied(...callOf(`${proxy.origin}/test/echo`, headers));
  expect(response.status).toBe(200);
  expect(server.requests.map(({ body }) => new TextDecoder().decode(body))).toEqual(["whole"]);
  expect(proxy.requests).toHaveLength(2);
});

describe("a refusal", () => {
  const authorized = { Authorization: "Bearer fedcba9876543210" };
  const html = { "Content-Type": "text/html" };
  const refusals = {
    "plain text": () => new Response("Invalid IAP credentials: empty token", { status: 401 }),
    HTML: () => new Response("<html>", { status: 403, headers: html }),
    "a Basic challenge": () => new Response(null, { status: 401, headers: { "WWW-Authenticate": 'Basic realm="x"' } }),
  };
  const toLogin = () => Response.redirect("https://login.example/");
  /** Calls once with these responses, then with 200, with a secret that is another one each time if it changes. */
  const calls = async (responses: (() => Response)[], init: RequestInit, { changes = true } = {}) => {
    let count = 0;
    const key = vi.fn(() => `0123456789abcdef${changes ? count++ : ""}`);
    const sent: string[] = [];
    const client = async (url: string, init: RequestInit = {}) => {
      sent.push(`${init.method} ${url} ${new Headers(init.headers).get("x-gateway-key")?.slice(16)}`);
      return responses.shift()?.() ?? Response.json([]);
    };
    passBrakes(key);
    const proxied = withProxyHeaders(client, { origin, headers: { "X-Gateway-Key": key } });
    const { status } = await proxied(`${origin}/`, { ...init, headers: authorized });
    return { status, sent, key };
  };

  test.each(Object.entries(refusals))("in %s renews the secret, and the request is sent again", async (_, refuse) => {
    const { status, sent, key } = await calls([refuse], { method: "POST", body: "whole" });
    expect([status, key.mock.calls.length]).toEqual([200, 2]);
    expect(sent).toEqual([`POST ${origin}/ 0`, `POST ${origin}/ 1`]);
  });

  test.each([
    '{"detail":"Invalid token"}',
    '{"detail":"You do not have permission to perform this action."}',
    "[]",
    "",
  ])("of Sentry does not: %s", async (body) => {
    for (const status of [401, 403]) {
      const outcome = await calls([() => new Response(body, { status })], {});
      expect([outcome.status, outcome.sent.length, outcome.key.mock.calls.length]).toEqual([status, 1, 1]);
    }
  });

  test.each(Object.entries(refusals))("in %s is for the caller if the secret is the same", async (_, refuse) => {
    const { status, sent } = await calls([refuse], {}, { changes: false });
    expect([status, sent.length]).toEqual([refuse().status, 1]);
  });

  test("by a redirect that the caller wanted to see renews too, since an exchange follows none", async () => {
    const init: RequestInit = { method: "POST", body: "whole", redirect: "manual" };
    const { status, sent } = await calls([toLogin], init);
    expect(status).toBe(200);
    expect(sent).toEqual([`POST ${origin}/ 0`, `POST ${origin}/ 1`]);
  });

  test("is not what Sentry's own redirect elsewhere is: with the same secret, it is the caller's", async () => {
    const init: RequestInit = { method: "POST", body: "whole", redirect: "manual" };
    const { status, sent } = await calls([toLogin], init, { changes: false });
    expect([status, sent.length]).toEqual([302, 1]);
  });

  test("after a redirect on the origin repeats a GET, and no request that Sentry may have acted on", async () => {
    const steps = () => [() => Response.redirect(`${origin}/x`, 303), refusals.HTML];
    const get = await calls(steps(), {});
    expect(get.status).toBe(200);
    expect(get.sent).toEqual([`GET ${origin}/ 0`, `GET ${origin}/x 0`, `GET ${origin}/ 1`]);
    const post = await calls(steps(), { method: "POST", body: "whole" });
    expect(post.status).toBe(403);
    expect(post.sent).toEqual([`POST ${origin}/ 0`, `GET ${origin}/x 0`]);
  });
});
