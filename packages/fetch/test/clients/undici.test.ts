import { withSentryAuth } from "@x/sentry-fetch";
import { startSentryServer } from "@x/sentry-testing";
import { Agent, FormData, fetch, Headers, Request } from "undici";
import { describe, expect, test, vi } from "vitest";
import { type Connect, clientCases, type Echo, fixed, redirectCases, renewing } from "./client-cases.ts";

test("the example", async () => {
  await using server = await startSentryServer();
  const strategy = fixed(server);
  const dispatcher = new Agent({ keepAliveTimeout: 1_000 });
  const onConnect = vi.fn();
  dispatcher.on("connect", onConnect);

  const sentry = withSentryAuth(fetch, strategy);
  const response = await sentry(`${server.origin}/api/0/organizations/acme/projects/`, { dispatcher });

  expect(await response.json()).toMatchObject([{ slug: "web" }, {}]);
  expect(onConnect).toHaveBeenCalledTimes(1);
  await dispatcher.close();
});

function form(text: string): FormData {
  const body = new FormData();
  body.set("file", new File([text], "app.js"));
  return body;
}

describe("a URL and an init", () => {
  const connect: Connect = (origin, strategy) => {
    const sentry = withSentryAuth(fetch, strategy);
    const headers = { "Content-Type": "application/json" };
    return {
      get: async (path, own) => (await sentry(origin + path, { headers: new Headers(own) })).json(),
      post: async (path, value) =>
        (await sentry(origin + path, { method: "POST", body: JSON.stringify(value), headers })).json(),
      upload: async (path, text) => (await sentry(origin + path, { method: "POST", body: form(text) })).json(),
    };
  };
  clientCases(connect);
  redirectCases(connect);
});

describe("a Request of undici's own", () => {
  const connect: Connect = (origin, strategy) => {
    const sentry = withSentryAuth(fetch, strategy);
    const send = async (...given: ConstructorParameters<typeof Request>) =>
      (await sentry(new Request(...given))).json();
    return {
      get: (path, headers) => send(origin + path, headers ? { headers } : {}),
      post: (path, value) => send(origin + path, { method: "POST", body: JSON.stringify(value) }),
      upload: (path, text) => send(origin + path, { method: "POST", body: form(text) }),
    };
  };
  clientCases(connect);
  redirectCases(connect);
});

test("a dispatcher of the caller's own is used for both attempts", async () => {
  await using server = await startSentryServer();
  const dispatched: (string | undefined)[] = [];
  const agent = new Agent();
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    dispatched.push(options.path);
    return dispatch(options, handler);
  });
  const sentry = withSentryAuth(fetch, renewing(server).strategy);
  const request = new Request(server.urls.echo, { method: "POST", body: "whole", dispatcher });
  const echo = (await (await sentry(request)).json()) as Echo;
  expect(Buffer.from(echo.body.base64, "base64").toString()).toBe("whole");
  expect(dispatched).toEqual(["/test/echo", "/test/echo"]);
  await agent.close();
});
