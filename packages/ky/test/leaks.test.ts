import { bearerAuth } from "@x/sentry-bearer";
import type { AuthStrategy } from "@x/sentry-core";
import { dsnAuth } from "@x/sentry-dsn";
import { withSentryAuth } from "@x/sentry-ky";
import { legacyBasicAuth } from "@x/sentry-legacy-basic";
import { findLeaks, type SentryServer, startSentryServer } from "@x/sentry-testing";
import { userTokenAuth } from "@x/sentry-user-token";
import type { KyInstance, Options } from "ky";
import { describe, expect, test, vi } from "vitest";
import { majors } from "./majors.ts";

interface Case {
  readonly name: string;
  readonly strategy: AuthStrategy;
  /** The secret as it is and as it goes out, and the parts of it that give it away. */
  readonly secrets: readonly string[];
}

function cases({ credentials, origin }: SentryServer): readonly Case[] {
  const { token, organizationToken, userToken, apiKey, dsn } = credentials;
  return [
    { name: "bearer", strategy: bearerAuth({ token, origin }), secrets: [token] },
    { name: "bearer", strategy: bearerAuth({ token: organizationToken }), secrets: [organizationToken] },
    { name: "bearer, renewed", strategy: bearerAuth({ token: () => token, origin }), secrets: [token] },
    { name: "user-token", strategy: userTokenAuth({ token: userToken, origin }), secrets: [userToken] },
    { name: "dsn", strategy: dsnAuth({ dsn }), secrets: [dsn, new URL(dsn).username] },
    {
      name: "legacy-basic",
      strategy: legacyBasicAuth({ apiKey, origin }),
      secrets: [apiKey, btoa(`${apiKey}:`), btoa(apiKey).slice(0, -4)],
    },
  ];
}

const now: Options["retry"] = { limit: 2, delay: () => 0 };

/** A way for a call to end, and the name of what it ends with in each major. */
interface Ending {
  readonly name: string;
  readonly results: readonly string[];
  readonly call: (sentry: KyInstance, server: SentryServer) => PromiseLike<unknown>;
}

const endings: readonly Ending[] = [
  { name: "success", results: ["Response"], call: (sentry, { urls }) => sentry.post(urls.echo, { json: { a: 1 } }) },
  { name: "a 401", results: ["HTTPError"], call: (sentry, { origin }) => sentry(`${origin}/test/status/401`) },
  { name: "a 403", results: ["HTTPError"], call: (sentry, { origin }) => sentry.post(`${origin}/test/status/403`) },
  {
    name: "a 503, after retries",
    results: ["HTTPError"],
    call: (sentry, { origin }) => sentry.put(`${origin}/test/status/503`, { json: { a: 1 }, retry: now }),
  },
  {
    name: "a 404 that is no error",
    results: ["Response"],
    call: (sentry, { origin }) => sentry(`${origin}/test/status/404`, { throwHttpErrors: false }),
  },
  {
    name: "a redirect that is not followed",
    results: ["HTTPError"],
    call: (sentry, { origin }) => sentry(`${origin}/test/redirect?to=/`, { redirect: "manual" }),
  },
  {
    name: "a redirect that must not be followed",
    results: ["NetworkError", "TypeError"],
    call: (sentry, { origin }) => sentry(`${origin}/test/redirect?to=/`, { redirect: "error", retry: now }),
  },
  {
    name: "a timeout",
    results: ["TimeoutError"],
    call: (sentry, { urls }) => sentry.post(`${urls.echo}?hold=for-ever`, { json: { a: 1 }, timeout: 20 }),
  },
  {
    name: "an abort",
    results: ["AbortError"],
    call: (sentry, { urls, arrived, requests }) => {
      const controller = new AbortController();
      const { signal } = controller;
      arrived(requests.length + 1).then(() => controller.abort());
      return sentry(`${urls.echo}?hold=for-ever`, { signal });
    },
  },
  {
    name: "a reset connection",
    results: ["NetworkError", "TypeError"],
    call: (sentry, { origin }) => sentry(`${origin}/test/reset`, { retry: now }),
  },
  {
    name: "a refused connection",
    results: ["NetworkError", "TypeError"],
    call: async (sentry, server) => {
      await server.close();
      return sentry(server.urls.echo, { retry: now });
    },
  },
  {
    name: "a body that is no JSON",
    results: ["SyntaxError"],
    call: (sentry, { urls }) => sentry(urls.echo, { parseJson: (text) => JSON.parse(`${text}!`) }).json(),
  },
  { name: "another origin", results: ["SentryAuthError"], call: (sentry) => sentry("http://127.0.0.1:9/") },
  {
    name: "a body that cannot be sent",
    results: ["TypeError", "NetworkError", "Error"],
    call: (sentry, { urls }) =>
      sentry.post(urls.echo, { body: new ReadableStream({ pull: () => Promise.reject(new Error("gone")) }) }),
  },
];

describe.each(majors)("$name", ({ ky, beforeRequest, afterResponse }) => {
  test.each(endings)("$name shows no secret", async ({ results, call }) => {
    const { length } = await withServer((server) => cases(server));
    for (let index = 0; index < length; index++)
      await withServer(async (server) => {
        const { name, strategy, secrets } = cases(server)[index] ?? expect.unreachable();
        const seen: unknown[] = [];
        const see = (...parts: unknown[]) => {
          seen.push(...parts);
          return undefined;
        };
        // ky 1 takes back the error that it gave.
        const pass = (given: unknown) => {
          seen.push(given);
          return given as Error;
        };
        const sentry = withSentryAuth(ky.create(beforeRequest(see)), strategy)
          .extend(afterResponse(see))
          .extend({ hooks: { beforeRetry: [see], beforeError: [pass] } });
        const result = await call(sentry, server).then(
          (value) => value,
          (error: unknown) => error,
        );
        const kind = result instanceof Error ? result.name : Object.prototype.toString.call(result).slice(8, -1);
        expect(results).toContain(kind);
        expect(findLeaks({ value: result }, { secrets }), name).toEqual([]);
        expect(findLeaks({ value: seen }, { secrets }), `${name}: what hooks see`).toEqual([]);
        expect(findLeaks({ value: sentry }, { secrets }), `${name}: the instance`).toEqual([]);
      });
  });

  test("a header that a hook puts in is found by the same search", async () => {
    await withServer(async ({ credentials, origin }) => {
      const { token } = credentials;
      const leaky = ky.create(
        beforeRequest((request) => {
          request.headers.set("Authorization", `Bearer ${token}`);
          return undefined;
        }),
      );
      for (const [path, options] of [
        ["status/403", {}],
        ["echo?hold=for-ever", { timeout: 20 }],
      ] as const) {
        const error = await leaky(`${origin}/test/${path}`, options).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(Error);
        expect(findLeaks({ value: error }, { secrets: [token] })).not.toEqual([]);
      }
    });
  });

  test("a timeout while a secret is waited for, and a provider's failure, show nothing", async () => {
    await withServer(async ({ credentials, origin, urls }) => {
      const { token } = credentials;
      let calls = 0;
      const never = new Promise<string>(() => {});
      const provide = () => (++calls === 1 ? { value: token, expiresAt: Date.now() - 1 } : never);
      const sentry = withSentryAuth(ky, bearerAuth({ token: provide, origin }));
      expect((await sentry(urls.echo)).status).toBe(200);
      const later = Date.now() + 1_000;
      vi.spyOn(Date, "now").mockReturnValue(later);
      const error = await sentry(urls.echo, { timeout: 20 }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: "TimeoutError" });
      expect(findLeaks({ value: error }, { secrets: [token] })).toEqual([]);

      const broken = withSentryAuth(ky, bearerAuth({ token: () => `${token} ${token}`, origin }));
      const refused = await broken(urls.echo).catch((reason: unknown) => reason);
      expect(refused).toMatchObject({ code: "ERR_INVALID_SECRET" });
      expect(findLeaks({ value: refused }, { secrets: [token] })).toEqual([]);
    });
  });
});

async function withServer<T>(use: (server: SentryServer) => T | Promise<T>): Promise<T> {
  await using server = await startSentryServer();
  return await use(server);
}
