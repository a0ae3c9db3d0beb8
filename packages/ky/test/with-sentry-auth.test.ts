import { bearerAuth } from "@x/sentry-bearer";
import { type AuthAdapter, type AuthStrategy, SentryAuthError } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-ky";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import ky, { type KyInstance } from "ky";
import type { KyInstance as KyInstance1 } from "ky-1";
import { describe, expect, expectTypeOf, test, vi } from "vitest";
import type { Echo } from "./echo.ts";
import { majors } from "./majors.ts";

test("the example", async () => {
  await using server = await startSentryServer();
  const process = { env: { SENTRY_AUTH_TOKEN: server.credentials.token } };
  const platformFetch = fetch;
  vi.stubGlobal("fetch", (request: Request, init?: RequestInit) =>
    platformFetch(new Request(request.url.replace("https://sentry.io", server.origin), request), init),
  );

  const sentry = withSentryAuth(ky, bearerAuth({ token: process.env.SENTRY_AUTH_TOKEN }));
  const projects = await sentry("https://sentry.io/api/0/organizations/acme/projects/").json();

  expect(projects).toMatchObject([{ slug: "web" }, { slug: "mobile" }]);
});

const bearer = ({ credentials, origin }: SentryServer): AuthStrategy =>
  bearerAuth({ token: credentials.token, origin });

describe.each(majors)("$name", ({ name, ky, beforeRequest }) => {
  test("authenticates with every method", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(ky, bearer(server));
    expect((await sentry(server.urls.echo).json<Echo>()).principal.kind).toBe("integration");
    for (const method of ["get", "post", "put", "patch", "delete"] as const)
      expect(await sentry[method](server.urls.echo).json<Echo>()).toMatchObject({
        principal: { kind: "integration" },
        method: method.toUpperCase(),
      });
    expect((await sentry.head(server.urls.echo)).status).toBe(200);
  });

  test("the given instance stays as it is", async () => {
    await using server = await startSentryServer();
    const hook = vi.fn();
    const instance = ky.create(beforeRequest(hook));
    withSentryAuth(instance, bearer(server));
    await expect(instance(server.urls.echo)).rejects.toMatchObject({ response: { status: 401 } });
    expect(server.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
    expect(hook).toHaveBeenCalledTimes(1);
  });

  test("a fetch of the instance's own is the one that sends", async () => {
    await using server = await startSentryServer();
    const own = vi.fn(fetch);
    const sentry = withSentryAuth(ky.create({ fetch: own }), bearer(server));
    expect((await sentry(server.urls.echo)).status).toBe(200);
    expect(own).toHaveBeenCalledTimes(1);
  });

  test("a global fetch that is replaced later is the one that sends", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(ky, bearer(server));
    const later = vi.fn(fetch);
    vi.stubGlobal("fetch", later);
    expect((await sentry(server.urls.echo)).status).toBe(200);
    expect(later).toHaveBeenCalledTimes(1);
  });

  test("another origin is refused before anything is sent", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const sentry = withSentryAuth(ky, bearer(server));
    await expect(sentry(other.urls.echo)).rejects.toMatchObject({
      name: "SentryAuthError",
      code: "ERR_UNTRUSTED_ORIGIN",
    });
    expect(other.requests).toEqual([]);
  });

  test("another origin, by a hook, is refused too", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const elsewhere = beforeRequest((request) => new Request(other.urls.echo, request));
    const sentry = withSentryAuth(ky.create(elsewhere), bearer(server));
    await expect(sentry(server.urls.echo)).rejects.toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
    expect([...server.requests, ...other.requests]).toEqual([]);
  });

  test("another origin gets the request alone where the options say so", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const sentry = withSentryAuth(ky, bearer(server), { onUntrustedOrigin: "omit" });
    await expect(sentry(other.urls.echo)).rejects.toMatchObject({ response: { status: 401 } });
    expect(other.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  test("two strategies share an instance, each for its origin", async () => {
    await using one = await startSentryServer();
    await using two = await startSentryServer();
    const sentry = withSentryAuth(withSentryAuth(ky, bearer(one)), bearer(two), { onUntrustedOrigin: "omit" });
    expect((await sentry(one.urls.echo)).status).toBe(200);
    expect((await sentry(two.urls.echo)).status).toBe(200);
  });

  test("an Authorization header of the caller's own is the one that is sent", async () => {
    await using server = await startSentryServer();
    const authorization = `Bearer ${server.credentials.userToken}`;
    const sentry = withSentryAuth(ky, bearer(server));
    const own = { headers: { authorization } };
    expect(await sentry(server.urls.echo, own).json()).toMatchObject({ principal: { kind: "user" } });
    expect(await sentry.extend(own)(server.urls.echo).json()).toMatchObject({ principal: { kind: "user" } });
    const request = new Request(server.urls.echo, own);
    expect(await sentry(request).json()).toMatchObject({ principal: { kind: "user" } });
    expect(server.requests.map((request) => request.authorization)).toEqual(Array(3).fill(authorization));
  });

  test.each([301, 302, 303, 307, 308])(
    "a redirect (%i) to another origin goes without the credential",
    async (status) => {
      await using server = await startSentryServer();
      await using other = await startSentryServer();
      const sentry = withSentryAuth(ky, bearer(server));
      const redirect = (to: string) =>
        sentry(`${server.origin}/test/redirect`, { searchParams: { status, to }, throwHttpErrors: false });
      expect((await redirect("/test/echo")).status).toBe(200);
      expect((await redirect(other.urls.echo)).status).toBe(401);
      expect(other.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
    },
  );

  test("wrong arguments are TypeErrors that name them", () => {
    const strategy = bearerAuth({ token: "0".repeat(64) });
    expect(() => withSentryAuth(fetch as never, strategy)).toThrow(new TypeError("instance must be a ky instance"));
    expect(() => withSentryAuth(undefined as never, strategy)).toThrow(TypeError);
    expect(() => withSentryAuth(ky, {} as never)).toThrow(/^strategy must be/);
    expect(() => withSentryAuth(ky, strategy, { onUntrustedOrigin: "ignore" as never })).toThrow(/onUntrustedOrigin/);
  });

  test("a strategy that gives no legal header is refused as such", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(ky, {
      name: "mine",
      authorize: () => ({ header: "Bearer a\nb", origins: [server.origin] }),
    });
    const error = await sentry(server.urls.echo).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SentryAuthError);
    expect(error).toMatchObject({ code: "ERR_INVALID_SECRET", strategy: "mine" });
  });

  test("is the major that it says it is", () => {
    expect("query" in ky).toBe(name === "ky 2");
  });
});

test("the type of the instance stays the same", () => {
  const adapter: AuthAdapter<KyInstance> = withSentryAuth;
  const adapter1: AuthAdapter<KyInstance1> = withSentryAuth;
  expectTypeOf(adapter).returns.toEqualTypeOf<KyInstance>();
  expectTypeOf(adapter1).returns.toEqualTypeOf<KyInstance1>();
  expectTypeOf(withSentryAuth<KyInstance>).returns.not.toBeAny();
  expectTypeOf(fetch).not.toExtend<Parameters<typeof withSentryAuth>[0]>();
});
