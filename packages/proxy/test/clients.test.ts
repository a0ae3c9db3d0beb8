import { inspect } from "node:util";
import { withSentryAuth as withAuthOnAxios } from "@x/sentry-axios";
import { bearerAuth } from "@x/sentry-bearer";
import type { AuthStrategy } from "@x/sentry-core";
import { dsnAuth } from "@x/sentry-dsn";
import { explain } from "@x/sentry-explain";
import { withSentryAuth } from "@x/sentry-fetch";
import { integrationAuth } from "@x/sentry-integration";
import { withSentryAuth as withAuthOnKy } from "@x/sentry-ky";
import { legacyBasicAuth } from "@x/sentry-legacy-basic";
import { finishLogin, oauthAuth, startLogin } from "@x/sentry-oauth";
import { memoryStore } from "@x/sentry-store";
import {
  type ProxyKind,
  type ProxyServer,
  type SentryServer,
  type ServerUrls,
  startProxyServer,
  startSentryServer,
} from "@x/sentry-testing";
import { userTokenAuth } from "@x/sentry-user-token";
import axios from "axios";
import ky from "ky";
import nodeFetch from "node-fetch";
import { ProxyAgent, fetch as undiciFetch } from "undici";
import { describe, expect, test, vi } from "vitest";
import {
  cloudflareAccess,
  type FetchLike,
  identityAwareProxy,
  type ProxyHeaders,
  withProxyHeaders,
} from "../src/index.ts";

type Fetch = typeof fetch;
type Send = (url: string) => Promise<number>;

/** The value of a proxy's header at the moment when it is read. */
const currentValue = (proxy: ProxyServer, name: string) => (): string =>
  (proxy.headers[name] ?? "").replace(/^Bearer /, "");

const headersOf = (proxy: ProxyServer): ProxyHeaders => {
  if ("CF-Access-Client-Id" in proxy.headers) {
    return cloudflareAccess({
      clientId: currentValue(proxy, "CF-Access-Client-Id"),
      clientSecret: currentValue(proxy, "CF-Access-Client-Secret"),
    });
  }
  if ("Proxy-Authorization" in proxy.headers) {
    return identityAwareProxy({ token: currentValue(proxy, "Proxy-Authorization") });
  }
  return Object.fromEntries(Object.keys(proxy.headers).map((name) => [name, currentValue(proxy, name)]));
};

const wrap = (fetch: Fetch, proxy: ProxyServer): Fetch =>
  withProxyHeaders(fetch as FetchLike, { origin: proxy.origin, headers: headersOf(proxy) }) as object as Fetch;

/** Each client: the fetch below it, and how it is authenticated around that fetch. */
const clients: Readonly<Record<string, { fetch: Fetch; connect: (fetch: Fetch, strategy: AuthStrategy) => Send }>> = {
  fetch: { fetch, connect: connectFetch },
  undici: { fetch: undiciFetch as object as Fetch, connect: connectFetch },
  "node-fetch": { fetch: nodeFetch as object as Fetch, connect: connectFetch },
  ky: {
    fetch,
    connect: (fetch, strategy) => {
      const client = withAuthOnKy(ky.create({ fetch, retry: 0, throwHttpErrors: false }), strategy);
      return async (url) => (await client(url)).status;
    },
  },
  "axios with its fetch adapter": {
    fetch,
    connect: (fetch, strategy) => {
      const config = { adapter: "fetch", env: { fetch }, validateStatus: () => true };
      const client = withAuthOnAxios(axios.create(config), strategy);
      return async (url) => (await client.get(url)).status;
    },
  },
};

function connectFetch(fetch: Fetch, strategy: AuthStrategy): Send {
  const client = withSentryAuth(fetch, strategy);
  return async (url) => (await client(url)).status;
}

interface FixedStrategy {
  readonly url: keyof ServerUrls;
  readonly create: (credentials: SentryServer["credentials"], origin: string) => AuthStrategy;
}

const strategies: Readonly<Record<string, FixedStrategy>> = {
  bearer: { url: "projects", create: ({ token }, origin) => bearerAuth({ token, origin }) },
  "user-token": { url: "organizations", create: ({ userToken: token }, origin) => userTokenAuth({ token, origin }) },
  dsn: { url: "userReports", create: ({ dsn }, origin) => dsnAuth({ dsn, origin }) },
  "legacy-basic": { url: "projects", create: ({ apiKey }, origin) => legacyBasicAuth({ apiKey, origin }) },
};

/** Advances the clock past the second in which a secret's function is not called again. */
function passBrake(): void {
  const later = Date.now() + 1_000;
  vi.spyOn(Date, "now").mockReturnValue(later);
}

/** The strategy of a user who has logged in. */
async function loggedIn(server: SentryServer, proxy: ProxyServer, fetch: Fetch): Promise<AuthStrategy> {
  const { clientId } = server.oauth.publicClient;
  const redirectUri = "http://127.0.0.1:1/callback";
  const { url, login } = await startLogin({ clientId, redirectUri, scopes: ["org:read"], instance: proxy.origin });
  // The user's browser has a session at the proxy.
  const page = await globalThis.fetch(url.replace(proxy.origin, server.origin), { redirect: "manual" });
  const store = memoryStore();
  await finishLogin({ login, callbackUrl: page.headers.get("Location") ?? "", clientId, store, fetch });
  return oauthAuth({ clientId, store, instance: proxy.origin, fetch });
}

/** Checks a client with everything that has to pass through a proxy. `fetch` has the proxy's headers, if it wants any. */
function testPassage(
  start: (target: string) => Promise<ProxyServer>,
  wrap: (fetch: Fetch, proxy: ProxyServer) => Fetch,
) {
  describe.each(Object.entries(clients))("%s", (_, client) => {
    test.each(Object.entries(strategies))("lets %s through", async (_, { url, create }) => {
      await using server = await startSentryServer();
      await using proxy = await start(server.origin);
      const send = client.connect(wrap(client.fetch, proxy), create(server.credentials, proxy.origin));
      expect(await send(server.urls[url].replace(server.origin, proxy.origin))).toBe(200);
      expect([proxy.requests.length, server.requests.length]).toEqual([1, 1]);
    });

    test("lets an integration's exchange through", async () => {
      await using server = await startSentryServer();
      await using proxy = await start(server.origin);
      const { options } = server.installations.create({ authorized: true });
      const fetch = wrap(client.fetch, proxy);
      const strategy = integrationAuth({ ...options, store: memoryStore(), instance: proxy.origin, fetch });
      const url = server.urls.projects.replace(server.origin, proxy.origin);
      expect(await client.connect(fetch, strategy)(url)).toBe(200);
      expect(server.requests).toHaveLength(2);
    });

    test("lets an OAuth refresh through, even if the proxy's secret has changed", async () => {
      await using server = await startSentryServer();
      await using proxy = await start(server.origin);
      const strategy = await loggedIn(server, proxy, wrap(client.fetch, proxy));
      const url = `${proxy.origin}/api/0/organizations/`;
      proxy.rotate();
      server.oauth.logins[0]?.expire();
      passBrake();
      expect(await client.connect(wrap(client.fetch, proxy), strategy)(url)).toBe(200);
      expect(server.oauth.logins[0]?.refreshes).toBe(1);
    });
  });
}

const withHeaders: readonly ProxyKind[] = [
  "cloudflare-access",
  "cloudflare-access-user",
  "identity-aware-proxy",
  "header",
];

describe.each(withHeaders)("%s", (kind) => {
  const start = (target: string): Promise<ProxyServer> => startProxyServer({ kind, target });

  testPassage(start, wrap);

  test("keeps its own headers from Sentry", async () => {
    await using server = await startSentryServer();
    await using proxy = await start(server.origin);
    await wrap(fetch, proxy)(`${proxy.origin}/test/echo`);
    expect(server.requests).toHaveLength(1);
    for (const value of Object.values(proxy.headers)) expect(server.requests[0]?.rawHeaders).not.toContain(value);
  });

  test.each(Object.entries(clients))(
    "%s renews the proxy's secret once, and Sentry's not at all",
    async (_, client) => {
      await using server = await startSentryServer();
      await using proxy = await start(server.origin);
      const token = vi.fn(() => server.credentials.token);
      const send = client.connect(wrap(client.fetch, proxy), bearerAuth({ token, origin: proxy.origin }));
      expect(await send(`${proxy.origin}/test/echo`)).toBe(200);
      proxy.rotate();
      passBrake();
      expect(await send(`${proxy.origin}/test/echo`)).toBe(200);
      expect(proxy.requests).toHaveLength(3);
      expect(token).toHaveBeenCalledOnce();
      for (const headers of proxy.loginRequests) {
        const secret = /^(?:authorization|proxy-authorization|cf-access-.*|x-gateway-key)$/;
        expect(Object.keys(headers).filter((name) => secret.test(name))).toEqual([]);
      }
    },
  );

  test("is explained when it refuses", async () => {
    await using server = await startSentryServer();
    await using proxy = await start(server.origin);
    const sentry = withSentryAuth(fetch, bearerAuth({ token: server.credentials.token, origin: proxy.origin }));
    const url = `${proxy.origin}/api/0/organizations/`;
    expect(await explain(await sentry(url), { request: { url } })).toMatchObject({ by: "proxy", reason: "proxy" });
  });
});

describe.each<ProxyKind>(["nginx-basic", "oauth2-proxy", "aws-alb"])("%s, which reads Authorization,", (kind) => {
  describe("with an exemption", () => {
    const exempt = ["/api/", "/oauth/token/"];
    testPassage(
      (target) => startProxyServer({ kind, target, exempt }),
      (fetch) => fetch,
    );
  });

  test("refuses Sentry's credential without an exemption, and is explained", async () => {
    await using server = await startSentryServer();
    await using proxy = await startProxyServer({ kind, target: server.origin });
    const token = vi.fn(() => server.credentials.token);
    const sentry = withSentryAuth(fetch, bearerAuth({ token, origin: proxy.origin }));
    const url = `${proxy.origin}/api/0/organizations/`;
    expect(await explain(await sentry(url), { request: { url } })).toMatchObject({ by: "proxy", reason: "proxy" });
    expect(token).toHaveBeenCalledOnce();
    expect(server.requests).toEqual([]);
  });

  test("cannot have its credential beside Sentry's", async () => {
    await using server = await startSentryServer();
    await using proxy = await startProxyServer({ kind, target: server.origin });
    const headers = { ...proxy.headers };
    expect(() => withProxyHeaders(fetch, { origin: proxy.origin, headers })).toThrow(/Authorization is reserved/);
    // There is one header only: the proxy passes its own on to Sentry, which does not know it.
    const sentry = withSentryAuth(fetch, bearerAuth({ token: server.credentials.token, origin: proxy.origin }));
    expect((await sentry(`${proxy.origin}/api/0/organizations/`, { headers })).status).toBe(401);
    expect(server.requests).toHaveLength(1);
  });
});

test("undici's forward proxy refuses the header of Identity-Aware Proxy, without showing it", async () => {
  const dispatcher = new ProxyAgent("http://127.0.0.1:1");
  const forward: typeof undiciFetch = (input, init) => undiciFetch(input, { ...init, dispatcher });
  const headers = identityAwareProxy({ token: "0123456789abcdef" });
  const proxied = withProxyHeaders(forward, { origin: "https://sentry.acme.com", headers });
  const error: unknown = await proxied("https://sentry.acme.com/").catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ cause: { message: expect.stringMatching(/Proxy-Authorization/) } });
  expect(inspect(error, { showHidden: true, depth: 9, getters: true })).not.toContain("0123456789abcdef");
});

test("a wrapped function and a preset show no secret", async () => {
  const headers = cloudflareAccess({ clientId: "0123456789abcdef.access", clientSecret: "fedcba9876543210" });
  const proxied = withProxyHeaders(fetch, { origin: "https://sentry.acme.com", headers });
  for (const shown of [headers, proxied]) {
    const text =
      inspect(shown, { showHidden: true, depth: 9, getters: true, customInspect: false }) + JSON.stringify(shown);
    expect(text).not.toMatch(/0123456789abcdef|fedcba9876543210/);
  }
});
