import { bearerAuth } from "@x/sentry-bearer";
import type { AuthRequest, AuthStrategy } from "@x/sentry-core";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import type { AxiosInstance, AxiosRequestConfig } from "axios";
import oldest from "axios-oldest";
import { describe, expect, test } from "vitest";
import { withSentryAuth } from "../src/index.ts";
import { type Echo, transports } from "./versions.ts";

const bearer = ({ credentials, origin }: SentryServer): AuthStrategy =>
  bearerAuth({ token: credentials.token, origin });

/** A strategy that notes what it is asked about. */
function noting({ credentials, origin }: SentryServer) {
  const asked: AuthRequest[] = [];
  const strategy: AuthStrategy = {
    name: "noting",
    authorize: (request) => {
      asked.push(request);
      return { header: `Bearer ${credentials.token}`, origins: [origin] };
    },
  };
  return { asked, strategy };
}

/** Ways to lead a request to another server, after the instance was made for the first. */
const detours: readonly (readonly [string, (sentry: AxiosInstance, origin: string) => Promise<unknown>])[] = [
  ["an absolute URL", (sentry, origin) => sentry.get(`${origin}/test/echo`)],
  ["a baseURL per call", (sentry, origin) => sentry.get("test/echo", { baseURL: origin })],
  [
    "another default baseURL",
    (sentry, origin) => Object.assign(sentry.defaults, { baseURL: origin }) && sentry("test/echo"),
  ],
  ["a URL object", (sentry, origin) => sentry.get(new URL(`${origin}/test/echo`) as unknown as string)],
  [
    "an interceptor",
    (sentry, origin) => {
      sentry.interceptors.request.use((config) => Object.assign(config, { baseURL: origin }));
      return sentry.get("test/echo");
    },
  ],
  [
    "a synchronous interceptor",
    (sentry, origin) => {
      const use = (config: object) => ({ ...config, url: `${origin}/test/echo` }) as never;
      sentry.interceptors.request.use(use, null, { synchronous: true });
      return sentry.get("test/echo");
    },
  ],
  [
    "transformRequest",
    (sentry, origin) =>
      sentry.post("test/echo", "a", {
        transformRequest(data) {
          (this as AxiosRequestConfig).baseURL = origin;
          return data;
        },
      }),
  ],
  ["a look-alike", (sentry, origin) => sentry.get(`${origin}\\@${new URL(String(sentry.defaults.baseURL)).host}/`)],
];

describe.each(transports)("$name", ({ axios, adapter, newest }) => {
  const create = (baseURL: string) => axios.create({ adapter, baseURL });

  test.each(detours)("%s to another origin is refused before anything is sent", async (_, send) => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const error = await send(withSentryAuth(create(server.origin), bearer(server)), other.origin).catch(
      (e: unknown) => e,
    );
    expect(other.requests.map(({ authorization }) => authorization)).toEqual([]);
    expect(error).toBeInstanceOf(Error);
  });

  test("the refusal is ours, as it is", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(create(server.origin), bearer(server));
    const refused = { name: "SentryAuthError", code: "ERR_UNTRUSTED_ORIGIN", strategy: "bearer" };
    await expect(sentry.get("https://evil.example/")).rejects.toMatchObject(refused);
    await expect(sentry.get("data:text/plain,a", { baseURL: "" })).rejects.toMatchObject(refused);
    expect(axios.isAxiosError(await sentry.get("https://evil.example/").catch((error) => error))).toBe(false);
  });

  test("with `omit`, the request goes there without the credential", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const sentry = withSentryAuth(create(server.origin), bearer(server), { onUntrustedOrigin: "omit" });
    const { config } = await sentry.get(other.urls.echo, { validateStatus: null });
    expect(other.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
    expect(config).toMatchObject({ adapter, url: other.urls.echo, baseURL: server.origin });
    expect((await sentry.get("test/echo")).status).toBe(200);
  });

  test("`allowAbsoluteUrls: false` sends nothing but to the base", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const { asked, strategy } = noting(server);
    const sentry = withSentryAuth(axios.create({ adapter, baseURL: `${server.origin}/` }), strategy);
    await sentry.get(other.urls.echo, { allowAbsoluteUrls: false }).catch(() => {});
    expect(other.requests).toEqual([]);
    expect(asked.map(({ url }) => url)).toEqual([newest ? `${server.origin}/${other.urls.echo}` : other.urls.echo]);
  });

  test("an object that changes its mind leads nowhere else than where it was checked", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const sentry = withSentryAuth(axios.create({ adapter }), bearer(server));
    for (let turn = 0; turn < 10; turn++) {
      let asked = 0;
      const url = { toString: () => (asked++ < turn ? server : other).urls.echo };
      const id = sentry.interceptors.request.use((config) => Object.assign(config, { url }));
      await sentry.get("").catch(() => {});
      sentry.interceptors.request.eject(id);
    }
    expect(other.requests).toEqual([]);
  });

  test("a URL without a scheme takes no credential along, wherever the version sends it", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const sentry = withSentryAuth(create(server.origin), bearer(server));
    await sentry.get(other.urls.echo.replace("http:", "")).catch(() => {});
    expect(other.requests.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
  });

  test("an adapter that does not know `allowAbsoluteUrls` goes where it was decided", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const sentry = withSentryAuth(create(server.origin), bearer(server));
    const config = { allowAbsoluteUrls: false, adapter: oldest.getAdapter(adapter) as never };
    await sentry.get(other.urls.echo, config).catch(() => {});
    expect(other.requests).toEqual([]);
    expect(server.requests).toHaveLength(newest ? 1 : 0);
  });

  test("another spelling of a trusted origin is one", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(axios.create({ adapter }), bearer(server));
    const port = new URL(server.origin).port;
    for (const origin of [`HTTP://127.0.0.1:${port}`, `http://127.1:${port}`, `http://2130706433:${port}`]) {
      const { data, config } = await sentry.get<Echo>("test/echo", { baseURL: origin, params: { a: 1 } });
      expect(data.url).toBe("/test/echo?a=1");
      expect(config).toMatchObject({ url: "test/echo", baseURL: origin, params: { a: 1 } });
    }
  });

  test("what arrives is what would without us, and what the strategy was asked about", async () => {
    await using server = await startSentryServer();
    const { asked, strategy } = noting(server);
    const bare = axios.create({ adapter, validateStatus: null });
    const sentry = withSentryAuth(axios.create({ adapter }), strategy);
    const { origin } = server;
    const configs: AxiosRequestConfig[] = [
      { url: `${origin}/test/echo` },
      { url: `${origin}/test/echo?a=1#b`, params: { c: "it's", d: [1, 2], e: { f: "ü /?" } } },
      { url: `${origin}/test/echo?`, params: { a: 1 } },
      { url: `${origin}/test/../test/echo`, params: new URLSearchParams({ a: "b c" }) },
      { url: "/test/echo", baseURL: `${origin}/` },
      { url: "test/echo", baseURL: origin, method: "POST" },
      { url: "echo", baseURL: `${origin}/test//`, params: { a: null, b: undefined } },
      { url: "", baseURL: `${origin}/test/echo` },
      { baseURL: `${origin}/test/echo`, params: { a: 1 } },
      {
        url: "echo:1",
        baseURL: `${origin}/test/`,
        params: { a: 1 },
        paramsSerializer: { serialize: () => "x=%20'[]" },
      },
    ];
    for (const config of configs) {
      const without = await bare.request(config).catch(() => {});
      await sentry.request(config).catch(() => {});
      const [first, second] = server.requests.splice(0);
      if (without === undefined) continue;
      expect(second?.url).toBe(first?.url);
      const { url, method } = asked.at(-1) ?? expect.unreachable();
      // For `?` and parameters the http adapter leaves out an `&` that the others put there.
      expect(new URL(url.replace("?&", "?")).href.split("#")[0]).toBe(
        new URL(`${origin}${first?.url}`.replace("?&", "?")).href,
      );
      expect(method).toBe(config.method ?? "GET");
    }
    expect(asked).toHaveLength(configs.length);
  });

  test("a URL that the platform cannot parse reaches no strategy", async () => {
    await using server = await startSentryServer();
    const { asked, strategy } = noting(server);
    const sentry = withSentryAuth(axios.create({ adapter }), strategy);
    for (const url of ["http://192.168.0.285/", "https://[::1/", "http://a b/"]) {
      await expect(sentry.get(url)).rejects.not.toMatchObject({ name: "SentryAuthError" });
    }
    expect(asked).toEqual([]);
  });

  test("a URL that axios cannot resolve fails as it does without us", async () => {
    await using server = await startSentryServer();
    for (const config of [
      { url: "/test/echo" },
      { url: "test/echo" },
      { url: "//127.0.0.1:1/test" },
      { url: "http://192.168.0.285/" },
      { url: "https://[::1/" },
      { url: "test", baseURL: "http://a b/" },
      ...(newest ? [{ url: "https:sentry.io" }] : []),
      {},
      { url: server.urls.echo, paramsSerializer: { serialize: () => expect.unreachable() }, params: { a: 1 } },
    ]) {
      const facts = async (instance: AxiosInstance) => {
        const error = await instance.request({ timeout: 1000, ...config }).catch((reason: unknown) => reason);
        const { name, message, code } = error as Partial<Record<"name" | "message" | "code", unknown>>;
        return { name, message, code, axios: axios.isAxiosError(error) };
      };
      expect(await facts(withSentryAuth(axios.create({ adapter }), bearer(server)))).toEqual(
        await facts(axios.create({ adapter })),
      );
    }
    expect(server.requests).toEqual([]);
  });
});
