import { inspect } from "node:util";
import { withSentryAuth as withAuthOnAxios } from "@x/sentry-axios";
import { bearerAuth } from "@x/sentry-bearer";
import type { AuthStrategy } from "@x/sentry-core";
import { dsnAuth } from "@x/sentry-dsn";
import { withSentryAuth } from "@x/sentry-fetch";
import { integrationAuth } from "@x/sentry-integration";
import { withSentryAuth as withAuthOnKy } from "@x/sentry-ky";
import { legacyBasicAuth } from "@x/sentry-legacy-basic";
import { memoryStore } from "@x/sentry-store";
import { type ProxyServer, type SentryServer, startProxyServer, startSentryServer } from "@x/sentry-testing";
import { userTokenAuth } from "@x/sentry-user-token";
import axios from "axios";
import ky from "ky";
import nodeFetch from "node-fetch";
import { fetch as undiciFetch } from "undici";
import { describe, expect, test, vi } from "vitest";
import {
  cloudflareAccess,
  type FetchLike,
  identityAwareProxy,
  type ProxyHeaders,
  withProxyHeaders,
} from "../src/index.ts";

type Send = (url: string) => Promise<number>;

const kinds = ["cloudflare-access", "identity-aware-proxy", "header"] as const;

/** The values of a proxy's headers at the moment when they are read. */
const bare = ({ headers }: ProxyServer, name: string): string => (headers[name] ?? "").replace(/^Bearer /, "");

const headersOf = (proxy: ProxyServer): ProxyHeaders => {
  if ("CF-Access-Client-Id" in proxy.headers) {
    return cloudflareAccess({
      clientId: () => bare(proxy, "CF-Access-Client-Id"),
      clientSecret: () => bare(proxy, "CF-Access-Client-Secret"),
    });
  }
  if ("Proxy-Authorization" in proxy.headers) {
    return identityAwareProxy({ token: () => bare(proxy, "Proxy-Authorization") });
  }
  return { "X-Gateway-Key": () => bare(proxy, "X-Gateway-Key") };
};

const wrap = (fetch: unknown, proxy: ProxyServer): typeof globalThis.fetch =>
  withProxyHeaders(fetch as FetchLike, {
    origin: proxy.origin,
    headers: headersOf(proxy),
  }) as object as typeof globalThis.fetch;

const clients: Readonly<Record<string, (proxy: ProxyServer, strategy: AuthStrategy) => Send>> = {
  fetch: (proxy, strategy) => {
    const client = withSentryAuth(wrap(fetch, proxy), strategy);
    return async (url) => (await client(url)).status;
  },
  undici: (proxy, strategy) => {
    const client = withSentryAuth(wrap(undiciFetch, proxy), strategy);
    return async (url) => (await client(url)).status;
  },
  "node-fetch": (proxy, strategy) => {
    const client = withSentryAuth(wrap(nodeFetch, proxy), strategy);
    return async (url) => (await client(url)).status;
  },
  ky: (proxy, strategy) => {
    const client = withAuthOnKy(ky.create({ fetch: wrap(fetch, proxy), retry: 0, throwHttpErrors: false }), strategy);
    return async (url) => (await client(url)).status;
  },
  "axios with its fetch adapter": (proxy, strategy) => {
    const env = { fetch: wrap(fetch, proxy) };
    const client = withAuthOnAxios(axios.create({ adapter: "fetch", env, validateStatus: () => true }), strategy);
    return async (url) => (await client.get(url)).status;
  },
};

const strategies: Readonly<Record<string, (server: SentryServer, origin: string) => AuthStrategy>> = {
  bearer: ({ credentials: { token } }, origin) => bearerAuth({ token, origin }),
  "user-token": ({ credentials: { userToken: token } }, origin) => userTokenAuth({ token, origin }),
  dsn: ({ credentials: { dsn } }, origin) => dsnAuth({ dsn, origin }),
  "legacy-basic": ({ credentials: { apiKey } }, origin) => legacyBasicAuth({ apiKey, origin }),
};

/** Advances the clock past the second in which a secret's function is not called again. */
function passBrake(): void {
  const later = Date.now() + 1_000;
  vi.spyOn(Date, "now").mockReturnValue(later);
}

describe.each(kinds)("%s", (kind) => {
  describe.each(Object.entries(clients))("%s", (_, createClient) => {
    test.each(Object.entries(strategies))(
      "lets %s through, and keeps its own headers from Sentry",
      async (_, create) => {
        await using server = await startSentryServer();
        await using proxy = await startProxyServer({ kind, target: server.origin });
        const send = createClient(proxy, create(server, proxy.origin));
        expect(await send(`${proxy.origin}/test/echo`)).toBe(200);
        expect(server.requests).toHaveLength(1);
        expect(proxy.requests[0]).toMatchObject(
          Object.fromEntries(Object.entries(proxy.headers).map(([name, value]) => [name.toLowerCase(), value])),
        );
      },
    );

    test("renews the proxy's secret once, and Sentry's not at all", async () => {
      await using server = await startSentryServer();
      await using proxy = await startProxyServer({ kind, target: server.origin });
      const token = vi.fn(() => server.credentials.token);
      const send = createClient(proxy, bearerAuth({ token, origin: proxy.origin }));
      expect(await send(`${proxy.origin}/test/echo`)).toBe(200);
      proxy.rotate();
      passBrake();
      expect(await send(`${proxy.origin}/test/echo`)).toBe(200);
      expect(proxy.requests).toHaveLength(3);
      expect(token).toHaveBeenCalledOnce();
      for (const headers of proxy.loginRequests) {
        expect(Object.keys(headers)).not.toEqual(
          expect.arrayContaining([
            expect.stringMatching(/^(?:authorization|proxy-authorization|cf-access-.*|x-gateway-key)$/),
          ]),
        );
      }
    });
  });

  test("lets an integration's exchange through", async () => {
    await using server = await startSentryServer();
    await using proxy = await startProxyServer({ kind, target: server.origin });
    const { options } = server.installations.create({ authorized: true });
    const proxied = wrap(fetch, proxy);
    const strategy = integrationAuth({ ...options, store: memoryStore(), instance: proxy.origin, fetch: proxied });
    expect((await withSentryAuth(proxied, strategy)(`${proxy.origin}/test/echo`)).status).toBe(200);
  });
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
