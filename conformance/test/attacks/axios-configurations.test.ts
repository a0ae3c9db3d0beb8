import { withSentryAuth } from "@x/sentry-axios";
import axios, { type AxiosInstance, type AxiosRequestConfig, type AxiosStatic } from "axios";
import axiosOldest from "axios-oldest";
import { describe, expect, test } from "vitest";
import { outcomeOf, type Servers, startServers } from "./servers.ts";

const libraries = [
  ["axios", axios],
  ["axios 1.7.0", axiosOldest as object as AxiosStatic],
] as const;

/** Gives the first value once, and the other from then on. */
const inTurn = <T>(first: T, then: T) => {
  let calls = 0;
  return () => (calls++ === 0 ? first : then);
};

type Attack = (sentry: AxiosInstance, servers: Servers) => Promise<{ readonly status: number }>;

describe.each(libraries)("%s takes no credential to another origin", (_, library) => {
  const attacks: readonly (readonly [string, Attack])[] = [
    ["an absolute URL", (sentry, { evil }) => sentry.get(evil.urls.echo)],
    ["a base URL of the call", (sentry, { evil }) => sentry.get("/test/echo", { baseURL: evil.origin })],
    ["a protocol-relative URL", (sentry, { evil }) => sentry.get(`//${new URL(evil.origin).host}/test/echo`)],
    [
      "a default that changed later",
      (sentry, { evil }) => {
        sentry.defaults.baseURL = evil.origin;
        return sentry.get("/test/echo");
      },
    ],
    [
      "an interceptor that is added later",
      (sentry, { trusted, evil }) => {
        sentry.interceptors.request.use((config) => Object.assign(config, { url: evil.urls.echo }));
        return sentry.get(trusted.urls.echo);
      },
    ],
    [
      "an interceptor that gives another object",
      (sentry, { trusted, evil }) => {
        sentry.interceptors.request.use(async (config) => ({ ...config, baseURL: evil.origin, url: "/test/echo" }));
        return sentry.get(trusted.urls.echo);
      },
    ],
    [
      "a URL that changes",
      (sentry, { trusted, evil }) => {
        const url = { toString: inTurn(trusted.urls.echo, evil.urls.echo), replace: () => evil.urls.echo };
        return sentry.get(url as never as string);
      },
    ],
    [
      "a URL that changes at every read, from an interceptor",
      (sentry, { trusted, evil }) => {
        let calls = 0;
        const url = { toString: () => (calls++ % 2 === 0 ? trusted.urls.echo : evil.urls.echo) };
        sentry.interceptors.request.use((config) => Object.assign(config, { url }));
        return sentry.get(trusted.urls.echo);
      },
    ],
    [
      "a getter for the URL, put in by an interceptor",
      (sentry, { trusted, evil }) => {
        let calls = 0;
        const get = () => (calls++ % 2 === 0 ? trusted.urls.echo : evil.urls.echo);
        sentry.interceptors.request.use((config) => Object.defineProperty(config, "url", { get, enumerable: true }));
        return sentry.get(trusted.urls.echo);
      },
    ],
    [
      "a getter for the base URL, put in by an interceptor",
      (sentry, { trusted, evil }) => {
        const get = inTurn(trusted.origin, evil.origin);
        sentry.interceptors.request.use((config) =>
          Object.defineProperty(config, "baseURL", { get, enumerable: true }),
        );
        return sentry.get("/test/echo");
      },
    ],
    [
      "a serializer that writes another host",
      (sentry, { trusted, evil }) =>
        sentry.get(`${trusted.origin}@${new URL(evil.origin).host}/test/echo`, {
          params: { a: 1 },
          paramsSerializer: () => "b",
        }),
    ],
    [
      "userinfo",
      (sentry, { trusted, evil }) =>
        sentry.get(trusted.origin.replace("http://", `http://sentry.io:443@${new URL(evil.origin).host}/test/echo?`)),
    ],
    [
      "a transformation that changes the request",
      (sentry, { trusted, evil }) => {
        const transformRequest = function (this: AxiosRequestConfig, data: unknown) {
          Object.assign(this, { url: evil.urls.echo, baseURL: evil.origin });
          return data;
        };
        return sentry.post(trusted.urls.echo, "x", { transformRequest });
      },
    ],
    [
      "a redirect",
      (sentry, { trusted, evil }) =>
        sentry.get(`${trusted.origin}/test/redirect?to=${encodeURIComponent(evil.urls.echo)}`),
    ],
    [
      "a redirect that keeps the method",
      (sentry, { trusted, evil }) =>
        sentry.post(`${trusted.origin}/test/redirect?status=307&to=${encodeURIComponent(evil.urls.echo)}`, { a: 1 }),
    ],
    [
      "a redirect that the caller bends",
      (sentry, { trusted, evil }) =>
        sentry.get(`${trusted.origin}/test/redirect?to=/test/echo`, {
          beforeRedirect: (options) =>
            Object.assign(options, { href: evil.urls.echo, port: new URL(evil.origin).port, host: undefined }),
        }),
    ],
    [
      "there and back",
      (sentry, { trusted, evil }) => {
        const back = `${evil.origin}/test/redirect?to=${encodeURIComponent(trusted.urls.echo)}`;
        return sentry.get(`${trusted.origin}/test/redirect?to=${encodeURIComponent(back)}`);
      },
    ],
  ];

  describe.each([
    ["http adapter", "http", false],
    ["fetch adapter", "fetch", false],
    ["fetch adapter, with a proxy's headers", "fetch", true],
  ] as const)("through its %s:", (_, adapter, isProxied) => {
    test.each(attacks)("%s", async (_, attack) => {
      await using servers = await startServers();
      const env = { ...library.defaults.env, ...(isProxied && { fetch: servers.behindProxy(fetch) }) };
      const sentry = withSentryAuth(library.create({ adapter, env }), servers.strategy);
      await outcomeOf(() => attack(sentry, servers));
      expect(servers.stolen()).toEqual([]);
    });
  });

  test("but the same instance takes it where it belongs", async () => {
    await using servers = await startServers();
    const sentry = withSentryAuth(library.create({ baseURL: servers.trusted.origin }), servers.strategy);
    expect((await sentry.get("/test/echo")).status).toBe(200);
  });
});
