import { bearerAuth } from "@x/sentry-bearer";
import { findLeaks, startSentryServer } from "@x/sentry-testing";
import type { AxiosInstance } from "axios";
import { describe, expect, test, vi } from "vitest";
import { withSentryAuth } from "../src/index.ts";
import { transports } from "./versions.ts";

const patch = (instance: AxiosInstance, create: (...given: never[]) => unknown): void =>
  void Object.assign(instance, { create });

describe.each(transports)("$name", ({ axios, adapter }) => {
  test("instrumentation of `create` sees no authorization", async () => {
    await using server = await startSentryServer();
    const { token } = server.credentials;
    const instance = axios.create({ adapter });
    const { create } = instance;
    const seen: unknown[] = [];
    const see = (value: unknown): never => {
      seen.push(value, JSON.stringify((value as { config?: object }).config ?? value));
      return value as never;
    };
    const made: AxiosInstance[] = [];
    const observe = (child: AxiosInstance): void => {
      child.interceptors.request.use(see);
      child.interceptors.response.use(see, (error) => Promise.reject(see(error)));
    };
    patch(instance, (...given) => {
      const child = create(...given);
      observe(child);
      made.push(child);
      return child;
    });
    const sentry = withSentryAuth(instance, bearerAuth({ token, origin: server.origin }));
    expect((await sentry.get(server.urls.echo)).status).toBe(200);
    // Instrumentation may also come later.
    made.forEach(observe);
    await expect(sentry.get(`${server.origin}/test/reset`)).rejects.toBeInstanceOf(axios.AxiosError);
    expect(server.requests.map(({ authorization }) => authorization)).toEqual(Array(2).fill(`Bearer ${token}`));
    expect(findLeaks({ seen, made }, { secrets: [token] })).toEqual([]);
  });

  test("a `request` that instrumentation put in place of the second instance's own is not used", async () => {
    await using server = await startSentryServer();
    const instance = axios.create({ adapter });
    const { create } = instance;
    const request = vi.fn();
    patch(instance, (...given) => Object.assign(create(...given), { request }));
    const { token } = server.credentials;
    const sentry = withSentryAuth(instance, bearerAuth({ token, origin: server.origin }));
    expect((await sentry.get(server.urls.echo)).status).toBe(200);
    expect(request).not.toHaveBeenCalled();
  });

  test.each<[string, (instance: AxiosInstance, shared: AxiosInstance) => unknown]>([
    ["the same instance", (instance) => instance],
    ["another instance that is in use", (_, shared) => shared],
    ["nothing", () => undefined],
  ])("a `create` that returns %s is refused before anything is touched", async (_, returned) => {
    await using server = await startSentryServer();
    const instance = axios.create({ adapter, headers: { "X-Mine": "1" } });
    const shared = axios.create({ adapter, headers: { "X-Mine": "2" } });
    const before = [{ ...instance.defaults }, { ...shared.defaults }];
    patch(instance, () => returned(instance, shared));
    const strategy = bearerAuth({ token: server.credentials.token, origin: server.origin });
    const sentry = withSentryAuth(instance, strategy);
    await expect(sentry.get(server.urls.echo)).rejects.toThrow(
      new TypeError("instance.create() must make a new axios instance with the defaults that it is called with"),
    );
    expect([{ ...instance.defaults }, { ...shared.defaults }]).toEqual(before);
    expect(server.requests).toEqual([]);
    // An adapter of one's own, as mocks have, needs no second instance.
    const own = async (config: unknown) => ({ status: 200, statusText: "", data: "{}", headers: {}, config });
    expect((await sentry.get(server.urls.echo, { adapter: own as never })).status).toBe(200);
    expect(Object.keys(shared.interceptors.response)).not.toContain("forEach");
  });

  test("nothing is made before it is needed", async () => {
    const instance = axios.create({ adapter });
    const create = vi.fn(instance.create);
    patch(instance, create);
    withSentryAuth(instance, bearerAuth({ token: "1a2b3c" }));
    expect(create).not.toHaveBeenCalled();
  });
});
