import type { AuthStrategy } from "@x/sentry-core";
import { startSentryServer } from "@x/sentry-testing";
import type { AxiosRequestConfig } from "axios";
import { describe, expect, test, vi } from "vitest";
import { withSentryAuth } from "../src/index.ts";
import { transports } from "./versions.ts";

const basic = `Basic ${btoa("jane:secret")}`;

const own: readonly (readonly [string, AxiosRequestConfig, sent: string | undefined])[] = [
  ["a header", { headers: { Authorization: "Bearer mine" } }, "Bearer mine"],
  ["a header in lower case", { headers: { authorization: "Bearer mine" } }, "Bearer mine"],
  ["a header in upper case", { headers: { AUTHORIZATION: "Bearer mine" } }, "Bearer mine"],
  ["a header that is taken away", { headers: { Authorization: null } }, undefined],
  ["the auth option", { auth: { username: "jane", password: "secret" } }, basic],
  [
    "a header of transformRequest's",
    {
      method: "POST",
      data: "a",
      transformRequest: (data, headers) => {
        headers.set("authorization", "Bearer mine");
        return data;
      },
    },
    "Bearer mine",
  ],
];

describe.each(transports)("$name", ({ axios, adapter, newest }) => {
  const authorize = vi.fn<AuthStrategy["authorize"]>();
  const strategy: AuthStrategy = { name: "unused", authorize, renew: () => expect.unreachable() };

  test.each(own)("%s stays in charge", async (_, config, sent) => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(axios.create({ adapter }), strategy);
    const response = await sentry({ url: server.urls.echo, validateStatus: null, ...config });
    expect(response.status).toBe(401);
    expect(server.requests.map(({ authorization }) => authorization)).toEqual([sent]);
    expect(response.config).toMatchObject({ adapter, url: server.urls.echo });
    if (config.auth) expect(response.config.auth).toEqual(config.auth);
    expect(authorize).not.toHaveBeenCalled();
  });

  test("defaults and interceptors count as the caller's", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(axios.create({ adapter, validateStatus: null }), strategy);
    sentry.defaults.headers.common["Authorization"] = "Bearer default";
    await sentry.get(server.urls.echo);
    sentry.interceptors.request.use((config) => {
      config.headers.set("Authorization", "Bearer intercepted");
      return config;
    });
    await sentry.get(server.urls.echo);
    expect(server.requests.map(({ authorization }) => authorization)).toEqual(["Bearer default", "Bearer intercepted"]);
  });

  test("userinfo stays in charge", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(axios.create({ adapter }), strategy);
    const url = server.urls.echo.replace("//", "//jane:secret@");
    const error = await sentry.get(url).catch((reason: unknown) => reason);
    const bare = await axios.get(url, { adapter }).catch((reason: unknown) => reason);
    // The fetch adapter of the oldest does not know userinfo, and the platform's Request refuses it.
    expect(server.requests.map(({ authorization }) => authorization)).toEqual(
      adapter === "http" || newest ? [basic, basic] : [],
    );
    expect((error as Error).message).toBe((bare as Error).message);
    expect(authorize).not.toHaveBeenCalled();
  });

  test("a header without a value is none", async () => {
    await using server = await startSentryServer();
    const header = `Bearer ${server.credentials.token}`;
    authorize.mockReturnValue({ header, origins: [server.origin] });
    const sentry = withSentryAuth(axios.create({ adapter }), strategy);
    const seen = vi.fn();
    const { status } = await sentry.get(`${server.origin}/test/redirect?to=/test/echo`, {
      headers: { authorization: undefined },
      beforeRedirect: (options) => seen(JSON.stringify(options.headers).includes(header)),
    });
    expect(status).toBe(200);
    expect(server.requests.map(({ authorization }) => authorization)).toEqual([header, header]);
    expect(seen.mock.calls).toEqual(adapter === "http" ? [[false]] : []);
  });
});
