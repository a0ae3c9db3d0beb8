import { withSentryAuth } from "@x/sentry-fetch";
import { startSentryServer } from "@x/sentry-testing";
import { expect, test } from "vitest";
import wretch from "wretch";
import { type Connect, clientCases, fixed, redirectCases } from "./client-cases.ts";

test("the example", async () => {
  await using server = await startSentryServer();
  const strategy = fixed(server);
  const sentry = wretch(server.origin).fetchPolyfill(withSentryAuth(fetch, strategy));
  const projects = await sentry.get("/api/0/organizations/acme/projects/").json<{ slug: string }[]>();
  expect(projects.map(({ slug }) => slug)).toEqual(["web", "mobile"]);
});

const connect: Connect = (origin, strategy) => {
  const sentry = wretch(origin).fetchPolyfill(withSentryAuth(fetch, strategy));
  return {
    get: (path, headers) =>
      sentry
        .headers(headers ?? {})
        .get(path)
        .json(),
    post: (path, value) => sentry.post(value, path).json(),
    upload: (path, text) => {
      const form = new FormData();
      form.set("file", new File([text], "app.js"));
      return sentry.post(form, path).json();
    },
  };
};

clientCases(connect);
redirectCases(connect);

test("wretch's own auth() is the caller's own header", async () => {
  await using server = await startSentryServer();
  const sentry = wretch(server.origin)
    .fetchPolyfill(withSentryAuth(fetch, fixed(server)))
    .auth(`Bearer ${server.credentials.userToken}`);
  expect(await sentry.get("/test/echo").json()).toMatchObject({ principal: { kind: "user" } });
});

test("our error reaches wretch's catchers", async () => {
  await using server = await startSentryServer();
  const sentry = wretch("https://elsewhere.example").fetchPolyfill(withSentryAuth(fetch, fixed(server)));
  const caught = await sentry
    .get("/")
    .fetchError((error) => error)
    .res();
  expect(caught).toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
});
