import { bearerAuth } from "@x/sentry-bearer";
import type { AuthStrategy } from "@x/sentry-core";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import type { AxiosAdapter, AxiosInstance, InternalAxiosRequestConfig } from "axios";
import axiosRetry from "axios-retry";
import { describe, expect, test, vi } from "vitest";
import { withSentryAuth } from "../src/index.ts";
import { type Echo, transports, versions } from "./versions.ts";

/** A strategy that reads its token for each request. */
const renewing = (server: SentryServer) => {
  const token = vi.fn(() => server.credentials.token);
  const strategy: AuthStrategy = {
    name: "renewing",
    authorize: () => ({ header: `Bearer ${token()}`, origins: [server.origin] }),
  };
  return { token, strategy };
};

describe.each(transports)("$name", ({ axios, adapter, newest }) => {
  test.each([
    ["usual order", {}],
    ...(newest ? [["order of registration", { legacyInterceptorReqResOrdering: false }] as const] : []),
  ] as const)("interceptors run once per call, in the %s, around the installation", async (_, transitional) => {
    await using server = await startSentryServer();
    const { strategy } = renewing(server);
    const sentry = axios.create({ adapter, transitional });
    const ran: string[] = [];
    const use = (name: string, synchronous: boolean) =>
      sentry.interceptors.request.use(
        (config) => {
          ran.push(name);
          expect(config.adapter).toBe(adapter);
          config.headers.set(`X-${name}`, "1");
          return name === "d" ? ({ ...config } as InternalAxiosRequestConfig) : config;
        },
        null,
        { synchronous },
      );
    use("a", true);
    const gone = use("b", false);
    withSentryAuth(sentry, strategy);
    use("c", false);
    use("d", true);
    sentry.interceptors.request.eject(gone);
    sentry.interceptors.response.use((response) => {
      ran.push("response");
      return response;
    });
    const { data } = await sentry.get<Echo>(server.urls.echo);
    const reversed = !("legacyInterceptorReqResOrdering" in transitional);
    expect(ran).toEqual(reversed ? ["d", "c", "a", "response"] : ["a", "c", "d", "response"]);
    expect(data.headers.map(([name]) => name.toLowerCase())).toEqual(expect.arrayContaining(["x-a", "x-c", "x-d"]));

    sentry.interceptors.request.clear();
    expect((await sentry.get(server.urls.echo)).status).toBe(200);
  });

  test("a renewal runs no interceptor and no transform twice", async () => {
    await using server = await startSentryServer();
    const token = vi.fn(() => server.credentials.token).mockReturnValueOnce("out-of-date");
    const sentry = withSentryAuth(axios.create({ adapter }), bearerAuth({ token, origin: server.origin }));
    const once = vi.fn((value) => value);
    sentry.interceptors.request.use(once);
    sentry.interceptors.response.use(once);
    await sentry.post(server.urls.echo, "a", { transformRequest: once, transformResponse: once });
    expect(server.requests).toHaveLength(2);
    expect(once).toHaveBeenCalledTimes(4);
  });

  test("an interceptor may choose the adapter", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(axios.create({ adapter: "none" }), renewing(server).strategy);
    sentry.interceptors.request.use((config) => Object.assign(config, { adapter }));
    expect((await sentry.get(server.urls.echo)).status).toBe(200);
  });

  test("axios-retry sends each attempt with a fresh header", async () => {
    await using server = await startSentryServer();
    const { token, strategy } = renewing(server);
    const sentry = withSentryAuth(axios.create({ adapter }), strategy);
    axiosRetry(sentry, { retries: 3, retryDelay: () => 0, onRetry: () => server.rotate() });
    const { data } = await sentry.put<Echo>(`${server.origin}/test/status/503?times=2`, { a: 1 });
    expect(atob(data.body.base64)).toBe('{"a":1}');
    expect(token).toHaveBeenCalledTimes(3);
    const headers = server.requests.map(({ authorization }) => authorization);
    expect(new Set(headers).size).toBe(3);
    expect(headers.at(-1)).toBe(`Bearer ${server.credentials.token}`);
  });

  test("axios-retry leaves our errors alone", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(axios.create({ adapter }), renewing(server).strategy);
    const onRetry = vi.fn();
    axiosRetry(sentry, { retries: 3, onRetry });
    await expect(sentry.get("http://127.0.0.1:9/")).rejects.toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
    expect(onRetry).not.toHaveBeenCalled();
  });

  test("an error's configuration can be sent again, with a fresh header", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(axios.create({ adapter, baseURL: server.origin }), renewing(server).strategy);
    const error = await sentry.post("test/status/500?times=1", { a: 1 }, { params: { b: 2 } }).catch((e) => e);
    server.rotate();
    for (const again of [() => sentry.request(error.config), () => sentry(error.config)]) {
      const { data } = await again();
      expect(data).toMatchObject({ method: "POST", url: "/test/status/500?times=1&b=2" });
      expect(atob(data.body.base64)).toBe('{"a":1}');
    }
    const headers = server.requests.map(({ authorization }) => authorization);
    expect(headers[0]).not.toBe(headers[1]);
    expect(headers[1]).toBe(headers[2]);
  });
});

describe.each(versions)("$name", ({ axios }) => {
  const http = axios.getAdapter("http");
  const adapters: readonly (readonly [string, AxiosInstance["defaults"]["adapter"]])[] = [
    ["a name", "http"],
    ["a name in capitals", "FETCH"],
    ["a list of names", ["xhr", "fetch"]],
    ["a function", http],
    ["a list with a function", [http]],
    ["what is the default", undefined],
  ];

  test.each(adapters)("a request's own adapter, as %s", async (_, adapter) => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(axios.create(), renewing(server).strategy);
    const response = await sentry.get(server.urls.echo, adapter === undefined ? {} : { adapter });
    expect(response.status).toBe(200);
    expect(response.config.adapter).toEqual(adapter ?? axios.defaults.adapter);
  });

  test.each(["none", ["xhr"], []])("an adapter that there is not fails as it does without us: %j", async (adapter) => {
    await using server = await startSentryServer();
    const facts = async (instance: AxiosInstance) => {
      const error = await instance.get(server.urls.echo, { adapter }).catch((reason) => reason);
      return { error, instance: error instanceof axios.AxiosError, code: error.code };
    };
    const sentry = withSentryAuth(axios.create(), renewing(server).strategy);
    expect(await facts(sentry)).toEqual(await facts(axios.create()));
  });

  test("an adapter of the caller's own sees the configuration as it is, and a header", async () => {
    await using server = await startSentryServer();
    const own = vi.fn<AxiosAdapter>(async (config) => ({
      status: 200,
      statusText: "",
      data: "{}",
      headers: {},
      config,
      request: { responseURL: "https://elsewhere.example/" },
    }));
    const { origin, credentials } = server;
    const sentry = withSentryAuth(axios.create({ baseURL: origin, adapter: own }), renewing(server).strategy);
    const { request, config } = await sentry.get("/test/echo", { params: { a: 1 } });
    const [given] = own.mock.calls[0] ?? expect.unreachable();
    expect(given).toMatchObject({ url: "/test/echo", baseURL: origin, params: { a: 1 }, method: "get" });
    expect(given).not.toBe(config);
    expect(request).toEqual({ responseURL: "https://elsewhere.example/" });
    const seen = vi.fn();
    const adapter: AxiosAdapter = (config) => {
      seen(config.headers.get("authorization"));
      return own(config);
    };
    await sentry.get("/", { adapter });
    expect(seen).toHaveBeenCalledExactlyOnceWith(`Bearer ${credentials.token}`);
  });

  test("an interceptor that forgets the configuration fails as it does without us", async () => {
    await using server = await startSentryServer();
    const message = async (instance: AxiosInstance) => {
      instance.interceptors.request.use((() => undefined) as never);
      return instance.get(server.urls.echo).catch(({ name, message }) => ({ name, message }));
    };
    expect(await message(withSentryAuth(axios.create(), renewing(server).strategy))).toEqual(
      await message(axios.create()),
    );
  });

  test("an interceptor that refuses is the last word", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(axios.create(), renewing(server).strategy);
    const refusal = new Error("not today");
    sentry.interceptors.request.use(() => Promise.reject(refusal));
    await expect(sentry.get(server.urls.echo)).rejects.toBe(refusal);
    expect(server.requests).toEqual([]);
  });
});
