import { withSentryAuth } from "@x/sentry-fetch";
import { startSentryServer } from "@x/sentry-testing";
import createClient from "openapi-fetch";
import { expect, test } from "vitest";
import { clientCases, type Echo, fixed, redirectCases } from "./client-cases.ts";

/** As openapi-typescript would write it. */
interface paths {
  "/api/0/organizations/{organization}/projects/": {
    get: {
      parameters: { path: { organization: string } };
      responses: { 200: { content: { "application/json": { slug: string }[] } } };
    };
  };
  "/test/echo": {
    get: { responses: { 200: { content: { "application/json": Echo } } } };
    post: {
      requestBody: { content: { "application/json": object } };
      responses: { 200: { content: { "application/json": Echo } } };
    };
  };
}

test("the example", async () => {
  await using server = await startSentryServer();
  const strategy = fixed(server);
  const sentry = createClient<paths>({ baseUrl: server.origin, fetch: withSentryAuth(fetch, strategy) });
  const { data } = await sentry.GET("/api/0/organizations/{organization}/projects/", {
    params: { path: { organization: "acme" } },
  });
  expect(data?.map(({ slug }) => slug)).toEqual(["web", "mobile"]);
});

const connect: Parameters<typeof clientCases>[0] = (origin, strategy) => {
  const sentry = createClient<paths>({ baseUrl: origin, fetch: withSentryAuth(fetch, strategy) });
  return {
    get: async (path, headers) => (await sentry.GET(path as "/test/echo", { headers: headers ?? {} })).data,
    post: async (path, body) => (await sentry.POST(path as "/test/echo", { body })).data,
    upload: async (path, text) => {
      const form = new FormData();
      form.set("file", new File([text], "app.js"));
      return (await sentry.POST(path as "/test/echo", { body: form, bodySerializer: () => form })).data;
    },
  };
};

clientCases(connect);
redirectCases(connect);

test("a middleware sees a request without the header, and may bring its own", async () => {
  await using server = await startSentryServer();
  const sentry = createClient<paths>({ baseUrl: server.origin, fetch: withSentryAuth(fetch, fixed(server)) });
  const seen: (string | null)[] = [];
  sentry.use({
    onRequest: ({ request }) => {
      seen.push(request.headers.get("Authorization"));
      request.headers.set("Authorization", `Bearer ${server.credentials.userToken}`);
    },
  });
  expect((await sentry.GET("/test/echo")).data?.principal.kind).toBe("user");
  expect(seen).toEqual([null]);
});
