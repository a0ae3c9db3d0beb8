import { withSentryAuth } from "@x/sentry-fetch";
import { memoryStore } from "@x/sentry-store";
import { findLeaks, startSentryServer } from "@x/sentry-testing";
import { expect, test, vi } from "vitest";
import { authorizeInstallation, type ExchangeFetchLike, integrationAuth } from "../src/index.ts";

test("exchanges the code, stores the token and confirms the installation", async () => {
  await using server = await startSentryServer();
  const installation = server.installations.create();
  const store = memoryStore();
  const { code, options } = installation;
  const { scopes } = await authorizeInstallation({ ...options, code, store });
  expect(scopes).toContain("org:read");
  expect(installation).toMatchObject({ status: "installed", exchanges: 1 });
  expect(server.requests.map(({ method, url }) => [method, url])).toEqual([
    ["POST", `/api/0/sentry-app-installations/${options.installationId}/authorizations/`],
    ["PUT", `/api/0/sentry-app-installations/${options.installationId}/`],
  ]);
  const client = withSentryAuth(fetch, integrationAuth({ ...options, store }));
  expect((await client(server.urls.projects)).status).toBe(200);
  expect(installation.exchanges).toBe(1);
});

test("replaces a token that an earlier installation left in the store", async () => {
  await using server = await startSentryServer();
  const { options, code } = server.installations.create();
  const store = memoryStore();
  const replace = vi.fn(store.replace);
  const key = ["integration", options.instance, options.clientId, options.installationId]
    .map(encodeURIComponent)
    .join(":");
  await store.replace(key, undefined, { id: "old", value: "f".repeat(64), issuedAt: Date.now() });
  await authorizeInstallation({ ...options, code, store: { ...store, replace } });
  expect(replace).toHaveBeenCalledWith(key, expect.objectContaining({ id: "old" }), expect.anything());
  const client = withSentryAuth(fetch, integrationAuth({ ...options, store }));
  expect((await client(server.urls.projects)).status).toBe(200);
});

test("confirms with a token that a replica does not know at first", async () => {
  await using server = await startSentryServer();
  const installation = server.installations.create();
  server.installations.replicaLag = 3600;
  const fetchLate: ExchangeFetchLike = async (url, init) => {
    const response = await fetch(url, init);
    if (init.method === "PUT") server.installations.clockOffset = 3600;
    return response;
  };
  await authorizeInstallation({
    ...installation.options,
    code: installation.code,
    store: memoryStore(),
    fetch: fetchLate,
  });
  expect(installation).toMatchObject({ status: "installed", exchanges: 1 });
});

test("a code that was used is ERR_LOGIN_REQUIRED, and proves nothing", async () => {
  await using server = await startSentryServer();
  const { options, code } = server.installations.create();
  const store = memoryStore();
  await authorizeInstallation({ ...options, code, store });
  const failure = await authorizeInstallation({ ...options, code, store }).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: "ERR_LOGIN_REQUIRED",
    strategy: "integration",
    message: expect.stringMatching(/Could not find grant for given code.*works once/),
  });
  expect(findLeaks({ failure }, { secrets: [options.clientSecret, code] })).toEqual([]);
  const other = server.installations.create();
  await expect(authorizeInstallation({ ...options, code: other.code, store })).rejects.toMatchObject({
    code: "ERR_LOGIN_REQUIRED",
  });
});

test("a code whose response was lost is not sent again, and the JWT grant works all the same", async () => {
  await using server = await startSentryServer();
  const installation = server.installations.create();
  const { options, code } = installation;
  const store = memoryStore();
  server.installations.afterCommit = ({ grantType }) => (grantType === "authorization_code" ? "drop" : undefined);
  await expect(authorizeInstallation({ ...options, code, store })).rejects.toMatchObject({
    code: "ERR_SECRET_UNAVAILABLE",
    cause: { message: "fetch failed" },
  });
  expect(server.requests).toHaveLength(1);
  const client = withSentryAuth(fetch, integrationAuth({ ...options, store }));
  expect((await client(server.urls.projects)).status).toBe(200);
});

test("a wrong client secret is ERR_SECRET_UNAVAILABLE and does not use the code up", async () => {
  await using server = await startSentryServer();
  const { options, code } = server.installations.create();
  const store = memoryStore();
  const clientSecret = "f".repeat(64);
  const failure = await authorizeInstallation({ ...options, code, store, clientSecret }).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({
    code: "ERR_SECRET_UNAVAILABLE",
    message: expect.stringMatching(/Invalid Client ID \/ Secret pair/),
  });
  expect(findLeaks({ failure }, { secrets: [clientSecret] })).toEqual([]);
  await authorizeInstallation({ ...options, code, store });
});

test("a store that cannot be reached does not use the code up", async () => {
  await using server = await startSentryServer();
  const installation = server.installations.create();
  const { options, code } = installation;
  const store = { ...memoryStore(), read: () => Promise.reject(new Error("connection lost")) };
  await expect(authorizeInstallation({ ...options, code, store })).rejects.toMatchObject({
    code: "ERR_SECRET_UNAVAILABLE",
  });
  expect(installation.exchanges).toBe(0);
});

test.each<[string, ExchangeFetchLike]>([
  ["status 500", async () => new Response(null, { status: 500 })],
  ["connection lost", async () => Promise.reject(new Error("connection lost"))],
])("a confirmation that failed with %s says what to do", async (reason, fails) => {
  await using server = await startSentryServer();
  const installation = server.installations.create();
  const { options, code } = installation;
  const store = memoryStore();
  const failing: ExchangeFetchLike = (url, init) => (init.method === "PUT" ? fails(url, init) : fetch(url, init));
  const failure = await authorizeInstallation({ ...options, code, store, fetch: failing }).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({
    code: "ERR_SECRET_UNAVAILABLE",
    message: expect.stringMatching(/could not be confirmed.*PUT/),
    cause: { message: expect.stringContaining(reason) },
  });
  expect(findLeaks({ failure }, { secrets: [options.clientSecret, installation.token ?? ""] })).toEqual([]);
  const client = withSentryAuth(fetch, integrationAuth({ ...options, store }));
  const confirmed = await client(`${options.instance}/api/0/sentry-app-installations/${options.installationId}/`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: '{"status":"installed"}',
  });
  expect(confirmed.status).toBe(200);
  expect(installation).toMatchObject({ status: "installed", exchanges: 1 });
});

test.each([undefined, null, "", 42, ["1a2b3c"]])("%j is no code", async (code) => {
  const options = { installationId: "1", clientId: "1a2b3c", clientSecret: "0123456789abcdef", store: memoryStore() };
  await expect(authorizeInstallation({ ...options, code } as never)).rejects.toThrow(/`code`/);
});
