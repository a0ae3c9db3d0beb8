import { Agent } from "node:http";
import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import { startSentryServer } from "@x/sentry-testing";
import nodeFetch, { File, FormData, Headers, Request } from "node-fetch";
import { describe, expect, test } from "vitest";
import { authorizations, clientCases, fixed, redirectCases } from "./client-cases.ts";

test("the example", async () => {
  await using server = await startSentryServer();
  const strategy = fixed(server);
  const sentry = withSentryAuth(nodeFetch, strategy);
  const response = await sentry(`${server.origin}/api/0/organizations/acme/projects/`, { redirect: "manual" });
  expect(await response.json()).toMatchObject([{ slug: "web" }, {}]);
});

function form(text: string): FormData {
  const body = new FormData();
  body.set("file", new File([text], "app.js"));
  return body;
}

describe("a URL and an init", () => {
  clientCases((origin, strategy) => {
    const sentry = withSentryAuth(nodeFetch, strategy);
    return {
      get: async (path, headers) => (await sentry(origin + path, { headers: new Headers(headers) })).json(),
      post: async (path, value) =>
        (await sentry(origin + path, { method: "POST", body: JSON.stringify(value) })).json(),
      upload: async (path, text) => (await sentry(origin + path, { method: "POST", body: form(text) })).json(),
    };
  });
});

describe("a Request of node-fetch's own", () => {
  clientCases((origin, strategy) => {
    const sentry = withSentryAuth(nodeFetch, strategy);
    const send = async (...given: ConstructorParameters<typeof Request>) =>
      (await sentry(new Request(...given))).json();
    return {
      get: (path, headers) => send(origin + path, headers ? { headers } : {}),
      post: (path, value) => send(origin + path, { method: "POST", body: JSON.stringify(value) }),
      upload: (path, text) => send(origin + path, { method: "POST", body: form(text) }),
    };
  });
});

// node-fetch keeps the header where the scheme is the same and the new host is the old one, on any port, or a
// subdomain of it. No option that it reads can take the header back, and one that could stop it means other things to
// other fetches.
describe("redirects", () => {
  const redirect = (status: number, to: string) => `/test/redirect?status=${status}&to=${encodeURIComponent(to)}`;

  /** Every host name is this machine. */
  const agent = new Agent({ lookup: (_host, _options, done) => done(null, [{ address: "127.0.0.1", family: 4 }]) });

  test.each([
    ["another port of the same host", "sentry.example", true],
    ["a subdomain", "other.sentry.example", true],
    ["another host", "other.example", false],
    ["the parent domain", "example", false],
  ])("node-fetch by itself, to %s", async (_, host, carries) => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const at = (name: string, url: string) => url.replace("127.0.0.1", name);
    const origin = at("sentry.example", server.origin);
    const sentry = withSentryAuth(nodeFetch, bearerAuth({ token: server.credentials.token, origin }));
    await sentry(origin + redirect(302, at(host, other.urls.echo)), { agent });
    expect(authorizations(other)).toEqual([carries ? `Bearer ${server.credentials.token}` : undefined]);
  });

  describe("followed through the adapter, which decides about each URL", () => {
    redirectCases((origin, strategy) => {
      const sentry = withSentryAuth(nodeFetch, strategy, { onUntrustedOrigin: "omit" });
      const follow = async (url: string): Promise<unknown> => {
        const response = await sentry(url, { redirect: "manual" });
        const location = response.headers.get("Location");
        return location === null ? response.json() : follow(new URL(location, url).href);
      };
      return { get: (path) => follow(origin + path) };
    });
  });

  test("with redirect: manual nothing goes anywhere else", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const manual: typeof nodeFetch = (url, init) => nodeFetch(url, { ...init, redirect: "manual" });
    const sentry = withSentryAuth(manual, fixed(server));
    const response = await sentry(server.origin + redirect(302, other.urls.echo));
    expect([response.status, response.headers.get("Location")]).toEqual([302, other.urls.echo]);
    expect(other.requests).toEqual([]);
  });
});
