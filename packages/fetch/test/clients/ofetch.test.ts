import { withSentryAuth } from "@x/sentry-fetch";
import { startSentryServer } from "@x/sentry-testing";
import { createFetch } from "ofetch";
import { expect, test, vi } from "vitest";
import { authErrorOf, authorizations, type Connect, clientCases, fixed, redirectCases } from "./client-cases.ts";

test("the example", async () => {
  await using server = await startSentryServer();
  const strategy = fixed(server);
  const sentry = createFetch({ fetch: withSentryAuth(fetch, strategy), defaults: { baseURL: server.origin } });
  const projects = await sentry<{ slug: string }[]>("/api/0/organizations/acme/projects/");
  expect(projects.map(({ slug }) => slug)).toEqual(["web", "mobile"]);
});

const connect: Connect = (origin, strategy) => {
  const sentry = createFetch({ fetch: withSentryAuth(fetch, strategy), defaults: { baseURL: origin } });
  return {
    get: (path, headers) => sentry(path, { headers: headers ?? {} }),
    post: (path, body) => sentry(path, { method: "POST", body }),
    upload: (path, text) => {
      const body = new FormData();
      body.set("file", new File([text], "app.js"));
      return sentry(path, { method: "POST", body });
    },
  };
};

clientCases(connect);
redirectCases(connect);

test("ofetch's own retry carries a fresh header", async () => {
  await using server = await startSentryServer();
  const authorize = () => ({ header: `Bearer ${server.credentials.token}`, origins: [server.origin] });
  const sentry = createFetch({ fetch: withSentryAuth(fetch, { name: "mine", authorize }) });
  const onResponseError = server.rotate;
  expect(await sentry(`${server.origin}/test/status/503?times=1`, { onResponseError })).toMatchObject({
    principal: { kind: "integration" },
  });
  expect(new Set(authorizations(server)).size).toBe(2);
});

// ofetch retries after every error of its fetch: once, immediately, unless `retry` is set.
test("our error is the cause of ofetch's own, after its retries", async () => {
  const authorize = vi.fn(() => Promise.reject(new Error("no vault")));
  const sentry = createFetch({ fetch: withSentryAuth(fetch, { name: "mine", authorize }) });
  const url = "https://sentry.io/api/0/organizations/";
  expect(await authErrorOf(sentry(url, { retry: false }))).toMatchObject({ code: "ERR_SECRET_UNAVAILABLE" });
  expect(authorize).toHaveBeenCalledTimes(1);
  expect(await authErrorOf(sentry(url))).toMatchObject({ code: "ERR_SECRET_UNAVAILABLE" });
  expect(authorize).toHaveBeenCalledTimes(3);
});
