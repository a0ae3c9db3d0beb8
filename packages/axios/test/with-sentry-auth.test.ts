import { createRequire } from "node:module";
import { isSentryAuthError, withSentryAuth } from "@x/sentry-axios";
import { bearerAuth } from "@x/sentry-bearer";
import type { AuthAdapter, AuthStrategy } from "@x/sentry-core";
import { dsnAuth } from "@x/sentry-dsn";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import axios, { type AxiosInstance, type AxiosStatic } from "axios";
import { describe, expect, expectTypeOf, onTestFinished, test } from "vitest";
import { type Echo, transports, versions } from "./versions.ts";

test("the example", async () => {
  await using server = await startSentryServer();
  const process = { env: { SENTRY_AUTH_TOKEN: server.credentials.token } };
  const { adapter } = axios.defaults;
  onTestFinished(() => {
    Object.assign(axios.defaults, { adapter });
  });
  axios.defaults.adapter = ({ baseURL, ...config }) =>
    axios.getAdapter("http")({ ...config, baseURL: String(baseURL).replace("https://sentry.io", server.origin) });

  const client = axios.create({ baseURL: "https://sentry.io/api/0/" });
  const sentry = withSentryAuth(client, bearerAuth({ token: process.env.SENTRY_AUTH_TOKEN }));
  const { data } = await sentry.get("organizations/acme/projects/");

  expect(data).toMatchObject([{ slug: "web" }, { slug: "mobile" }]);
});

const bearer = ({ credentials, origin }: SentryServer): AuthStrategy =>
  bearerAuth({ token: credentials.token, origin });

describe.each(transports)("$name", ({ axios, adapter }) => {
  test("authenticates with every method", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(axios.create({ adapter, baseURL: server.origin }), bearer(server));
    const calls: readonly (readonly [string, () => Promise<{ data: Echo }>])[] = [
      ["GET", () => sentry("test/echo")],
      ["GET", () => sentry({ url: server.urls.echo })],
      ["GET", () => sentry.request({ url: "/test/echo" })],
      ["GET", () => sentry.get("test/echo")],
      ["DELETE", () => sentry.delete("test/echo")],
      ["OPTIONS", () => sentry.options("test/echo")],
      ["POST", () => sentry.post("test/echo", { a: 1 })],
      ["PUT", () => sentry.put("test/echo", { a: 1 })],
      ["PATCH", () => sentry.patch("test/echo", { a: 1 })],
      ["POST", () => sentry.postForm("test/echo", { a: 1 })],
    ];
    for (const [method, call] of calls)
      expect((await call()).data).toMatchObject({ principal: { kind: "integration" }, method });
    expect((await sentry.head("test/echo")).status).toBe(200);
  });
});

describe.each(versions)("$name", ({ axios }) => {
  test("gives the same instance back", async () => {
    await using server = await startSentryServer();
    const instance = axios.create();
    expect(withSentryAuth(instance, bearer(server))).toBe(instance);
  });

  test("installs on the global instance", async () => {
    await using server = await startSentryServer();
    const { forEach } = axios.interceptors.request as unknown as { forEach: unknown };
    onTestFinished(() => {
      Object.assign(axios.interceptors.request, { forEach });
    });
    expect(withSentryAuth(axios, bearer(server))).toBe(axios);
    expect((await axios(server.urls.echo)).status).toBe(200);
    expect((await axios.get(server.urls.echo)).status).toBe(200);
    await expect(axios.create().get(server.urls.echo)).rejects.toMatchObject({ response: { status: 401 } });
  });

  test("is not inherited by instances that are made of this one, like interceptors", async () => {
    await using server = await startSentryServer();
    const child = withSentryAuth(axios.create(), bearer(server)).create();
    await expect(child.get(server.urls.echo)).rejects.toMatchObject({ response: { status: 401 } });
    expect((await withSentryAuth(child, bearer(server)).get(server.urls.echo)).status).toBe(200);
  });

  test("of two strategies, the one that was installed last decides first", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const sentry = axios.create();
    withSentryAuth(sentry, bearerAuth({ token: server.credentials.token, origin: [server.origin, other.origin] }));
    withSentryAuth(sentry, dsnAuth({ dsn: other.credentials.dsn }), { onUntrustedOrigin: "omit" });
    expect((await sentry.get<Echo>(other.urls.echo)).data.principal.kind).toBe("client-key");
    expect((await sentry.get<Echo>(server.urls.echo)).data.principal.kind).toBe("integration");
    withSentryAuth(sentry, bearer(server));
    await expect(sentry.get(other.urls.echo)).rejects.toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
    expect(other.requests).toHaveLength(1);
  });
});

test("an instance of another copy of axios keeps its own classes", async () => {
  await using server = await startSentryServer();
  const commonJs: AxiosStatic = createRequire(import.meta.url)("axios");
  expect(commonJs.AxiosError).not.toBe(axios.AxiosError);
  const sentry = withSentryAuth(commonJs.create(), bearer(server));
  const error = await sentry.get(`${server.origin}/test/status/500`).catch((reason) => reason);
  expect(error).toBeInstanceOf(commonJs.AxiosError);
  expect(error.response.headers).toBeInstanceOf(commonJs.AxiosHeaders);
});

test.each<[string, unknown[]]>([
  ["instance", [undefined, bearerAuth({ token: "1a2b3c" })]],
  ["instance", [fetch, bearerAuth({ token: "1a2b3c" })]],
  ["instance", [{ interceptors: {} }, bearerAuth({ token: "1a2b3c" })]],
  ["strategy", [axios.create()]],
  ["strategy", [axios.create(), { token: "1a2b3c" }]],
  ["onUntrustedOrigin", [axios.create(), bearerAuth({ token: "1a2b3c" }), { onUntrustedOrigin: "ignore" }]],
  ["origin", [axios.create(), bearerAuth({ token: "1a2b3c" }), { origin: "https://sentry.acme.com" }]],
])("names the %s that is of the wrong type", (name, given) => {
  const install: (...given: unknown[]) => unknown = withSentryAuth as never;
  expect(() => install(...given)).toThrow(new RegExp(`^(?=.*${name})`));
  expect(() => install(...given)).toThrow(TypeError);
});

test("exports the check for errors", async () => {
  const sentry = withSentryAuth(axios.create(), bearerAuth({ token: "1a2b3c" }));
  expect(isSentryAuthError(await sentry.get("https://evil.example/").catch((error) => error))).toBe(true);
});

test("the types", () => {
  const strategy = bearerAuth({ token: "1a2b3c" });
  expectTypeOf(withSentryAuth(axios.create(), strategy)).toEqualTypeOf<AxiosInstance>();
  expectTypeOf(withSentryAuth<AxiosStatic>).returns.toEqualTypeOf<AxiosStatic>();
  expectTypeOf(withSentryAuth(axios.create(), strategy)).not.toBeAny();
  expectTypeOf(withSentryAuth<AxiosInstance>).toExtend<AuthAdapter<AxiosInstance>>();
  expectTypeOf(withSentryAuth).parameter(0).not.toBeAny();
  // @ts-expect-error: no axios instance
  expect(() => withSentryAuth(fetch, strategy)).toThrow(TypeError);
  // @ts-expect-error: a misspelled option
  withSentryAuth(axios.create(), strategy, { onUntrustedOrigins: "omit" });
});
