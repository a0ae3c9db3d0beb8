import { type AuthStrategy, SentryAuthError } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-ky";
import { startSentryServer } from "@x/sentry-testing";
import type { KyInstance, Options } from "ky";
import { describe, expect, test, vi } from "vitest";
import { bodyOf, type Echo } from "./echo.ts";
import { majors } from "./majors.ts";

type Retry = NonNullable<Options["retry"]>;

const retries: readonly (readonly [string, Retry | undefined])[] = [
  ["no option", undefined],
  ["0", 0],
  ["3", 3],
  ["a limit", { limit: 3 }],
  ["a shouldRetry that always says yes", { limit: 3, shouldRetry: () => true }],
  ["a shouldRetry that has no opinion", { limit: 3, shouldRetry: () => undefined as never }],
];

const always: Retry = { limit: 3, shouldRetry: () => true };
const retry = (option: Retry | undefined): Options => (option === undefined ? {} : { retry: option });

/** A way to give the option: before or after authentication is put around the instance, or with the call. */
const places: readonly (readonly [string, (ky: KyInstance, strategy: AuthStrategy, option?: Retry) => KyInstance])[] = [
  ["parent", (ky, strategy, option) => withSentryAuth(ky.create(retry(option)), strategy)],
  ["child", (ky, strategy, option) => withSentryAuth(ky, strategy).extend(retry(option))],
  [
    "child of a parent with another",
    (ky, strategy, option) => withSentryAuth(ky.create({ retry: always }), strategy).extend(retry(option)),
  ],
  [
    "child of a parent with a number",
    (ky, strategy, option) => withSentryAuth(ky.create({ retry: 0 }), strategy).extend(retry(option)),
  ],
  [
    "call",
    (ky, strategy, option) => {
      const sentry = withSentryAuth(ky, strategy);
      return ((input: string, options?: Options) => sentry(input, { ...options, ...retry(option) })) as KyInstance;
    },
  ],
];

describe.each(majors)("$name", ({ ky, beforeRequest, afterResponse }) => {
  describe.each(places)("with the option of the %s", (_, wrapped) => {
    test.each(retries)("%s: our error surfaces at once, unchanged", async (_, option) => {
      await using server = await startSentryServer();
      const error = new SentryAuthError("ERR_SECRET_UNAVAILABLE", "the vault is sealed", { strategy: "mine" });
      const authorize = vi.fn(() => Promise.reject(error));
      const beforeRetry = vi.fn();
      const sentry = wrapped(ky, { name: "mine", authorize }, option);
      await expect(sentry(server.urls.echo, { hooks: { beforeRetry: [beforeRetry] } })).rejects.toBe(error);
      expect(authorize).toHaveBeenCalledTimes(1);
      expect(beforeRetry).not.toHaveBeenCalled();
      expect(server.requests).toEqual([]);
    });

    test.each(retries)("%s: an untrusted origin is not asked for twice", async (_, option) => {
      await using server = await startSentryServer();
      const authorize = vi.fn(() => ({ header: "Bearer abc", origins: ["https://sentry.io"] }));
      const sentry = wrapped(ky, { name: "mine", authorize }, option);
      await expect(sentry(server.urls.echo)).rejects.toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
      expect(authorize).toHaveBeenCalledTimes(1);
    });
  });

  test("a hook of the parent's that ends the chain does not bring retries back", async () => {
    await using server = await startSentryServer();
    const authorize = vi.fn(() => Promise.reject(new Error("no vault")));
    const copy = beforeRequest((request) => new Request(request));
    const sentry = withSentryAuth(ky.create(copy), { name: "mine", authorize });
    await expect(sentry(server.urls.echo, { retry: always })).rejects.toMatchObject({ code: "ERR_SECRET_UNAVAILABLE" });
    expect(authorize).toHaveBeenCalledTimes(1);
  });

  test("our error after one of ky's retries surfaces at once too", async () => {
    await using server = await startSentryServer();
    const header = `Bearer ${server.credentials.token}`;
    const authorize = vi
      .fn<AuthStrategy["authorize"]>(() => Promise.reject(new Error("no vault")))
      .mockReturnValueOnce({ header, origins: [server.origin] });
    const sentry = withSentryAuth(ky, { name: "mine", authorize });
    const retry = { limit: 5, delay: () => 0 };
    await expect(sentry(`${server.origin}/test/status/503`, { retry })).rejects.toMatchObject({
      code: "ERR_SECRET_UNAVAILABLE",
    });
    expect(authorize).toHaveBeenCalledTimes(2);
  });

  test("a shouldRetry of the user's still decides about everything else, once for each failure", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(ky, current(server));
    const yes = vi.fn(() => true);
    const options: Options = { retry: { limit: 2, delay: () => 0, shouldRetry: yes } };
    expect((await sentry(`${server.origin}/test/status/400?times=2`, options)).status).toBe(200);
    expect(yes).toHaveBeenCalledTimes(2);
    const no: Options = { retry: { limit: 2, delay: () => 0, shouldRetry: () => false } };
    await expect(sentry(`${server.origin}/test/status/503?times=1`, no)).rejects.toMatchObject({
      response: { status: 503 },
    });
    expect(server.requests).toHaveLength(4);
  });

  test.each(["status/503", "reset"])("a retry of ky's own (%s) carries a fresh header", async (fault) => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(ky, current(server));
    const response = await sentry
      .put(`${server.origin}/test/${fault}?times=2`, {
        json: { a: 1 },
        retry: { limit: 2, delay: () => 0 },
        hooks: { beforeRetry: [server.rotate] },
      })
      .json<Echo>();
    expect(response.principal.kind).toBe("integration");
    expect(new Set(server.requests.map(({ authorization }) => authorization)).size).toBe(3);
    expect(bodyOf(response)).toBe('{"a":1}');
  });

  test("a retry that a hook asks for carries a fresh header", async () => {
    await using server = await startSentryServer();
    const again = afterResponse((_, response) => {
      if (response.status !== 401) return undefined;
      server.rotate();
      return ky.retry({ delay: 0 });
    });
    const stale = server.credentials.token;
    server.rotate();
    const authorize = vi
      .fn<AuthStrategy["authorize"]>(current(server).authorize)
      .mockReturnValueOnce({ header: `Bearer ${stale}`, origins: [server.origin] });
    const sentry = withSentryAuth(ky, { name: "mine", authorize }).extend(again);
    expect((await sentry(server.urls.echo)).status).toBe(200);
    expect(authorize).toHaveBeenCalledTimes(2);
  });

  test.each([0, 1, undefined])("with retry: %s a 401 is ky's HTTPError, after one request", async (limit) => {
    await using server = await startSentryServer();
    const { secret } = server.credentials.rejected.expiredToken;
    const strategy = { name: "mine", authorize: () => ({ header: `Bearer ${secret}`, origins: [server.origin] }) };
    const sentry = withSentryAuth(ky, strategy);
    await expect(sentry(server.urls.projects, retry(limit))).rejects.toMatchObject({
      name: "HTTPError",
      response: { status: 401 },
    });
    expect(server.requests).toHaveLength(1);
  });
});

/** Sends the server's own idea of a good token. */
function current(server: { readonly origin: string; readonly credentials: { readonly token: string } }): AuthStrategy {
  return {
    name: "mine",
    authorize: () => ({ header: `Bearer ${server.credentials.token}`, origins: [server.origin] }),
  };
}
