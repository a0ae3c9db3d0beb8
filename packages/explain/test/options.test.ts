import { bearerAuth } from "@x/sentry-bearer";
import type { AuthStrategy } from "@x/sentry-core";
import { dsnAuth } from "@x/sentry-dsn";
import { legacyBasicAuth } from "@x/sentry-legacy-basic";
import { userTokenAuth } from "@x/sentry-user-token";
import axios from "axios";
import ky from "ky";
import { describe, expect, test, vi } from "vitest";
import { type ExplainOptions, explain } from "../src/index.ts";
import { requiredScopes } from "../src/scopes.ts";
import { type Server, serve } from "./serve.ts";

const json = { "Content-Type": "application/json" };
const noPermission = "You do not have permission to perform this action.";
const hex = "0123456789abcdef".repeat(4);
const dsn = `https://${hex.slice(0, 32)}@o1.ingest.us.sentry.io/42`;
const organizationToken = `sntrys_${btoa('{"iat":1704205802.1,"org":"acme1"}')}_${"a".repeat(43)}`;

function refused(status: number, detail: string): Response {
  return Response.json({ detail }, { status });
}

function request(path: string, method = "GET"): ExplainOptions["request"] {
  return { method, url: `https://sentry.io/api/0/${path}` };
}

describe("the scopes of the operation", () => {
  const project = request("projects/acme/web/", "PUT");

  test("are named where the response doesn't name them", async () => {
    const explanation = await explain(refused(403, noPermission), { request: project, requiredScopes });
    expect(explanation).toMatchObject({
      reason: "no-permission",
      requiredScopes: ["project:read", "project:write", "project:admin"],
      message: expect.stringMatching(
        /^Sentry refused this\. Most likely the token needs one of project:read, project:write, project:admin; or the account/,
      ),
    });
  });

  test("give way to those that the response names", async () => {
    const response = Response.json(
      { detail: noPermission },
      { status: 403, headers: { "WWW-Authenticate": 'Bearer error="insufficient_scope", scope="org:admin"' } },
    );
    const explanation = await explain(response, { request: project, requiredScopes });
    expect(explanation).toMatchObject({ reason: "missing-scope", requiredScopes: ["org:admin"] });
  });

  test("are those of the request that axios and ky keep", async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(403, json).end(JSON.stringify({ detail: noPermission }));
    });
    const url = `${server.origin}/api/0/organizations/acme/members/`;
    const expected = requiredScopes({ method: "GET", url });
    for (const sent of [
      axios.get(url),
      axios("members/", { baseURL: `${server.origin}/api/0/organizations/acme` }),
      ky(url),
    ]) {
      const error = await Promise.resolve(sent).catch((thrown: unknown) => thrown);
      expect(await explain(error, { requiredScopes })).toMatchObject({ requiredScopes: expected });
    }
  });

  test("are unknown for a request that isn't public or isn't known", async () => {
    const unknown = await explain(refused(403, noPermission), { request: request("internal/"), requiredScopes });
    expect(unknown).not.toHaveProperty("requiredScopes");
    expect(await explain(refused(403, noPermission), { requiredScopes })).not.toHaveProperty("requiredScopes");
  });

  test("are a hint after a 404", async () => {
    const explanation = await explain(refused(404, "The requested resource does not exist"), {
      request: project,
      requiredScopes,
    });
    expect(explanation?.message).toMatch(/It needs one of project:read, /);
  });

  test("are no hint after a 401", async () => {
    const explanation = await explain(refused(401, "Invalid token"), { request: project, requiredScopes });
    expect(explanation).not.toHaveProperty("requiredScopes");
  });
});

describe("the token's own scopes", () => {
  async function sentry(respond: (path: string) => unknown): Promise<Server & { readonly paths: readonly string[] }> {
    const paths: string[] = [];
    const server = await serve((incoming, response) => {
      paths.push(incoming.url ?? "");
      const body = respond(incoming.url ?? "");
      response.writeHead(body === undefined ? 403 : 200, json).end(JSON.stringify(body ?? { detail: noPermission }));
    });
    return Object.assign(server, { paths });
  }
  const own = (scopes: unknown) => (path: string) =>
    path.endsWith("/api/0/") ? { version: "0", auth: { scopes }, user: null } : undefined;

  test.each([
    ["fetch", (url: string, init?: object) => fetch(url, init)],
    ["axios", axios.create()],
    ["ky", ky.create({ retry: 0 })],
  ])("are asked for once, with %s", async (_, client) => {
    await using server = await sentry(own(["event:read", "org:read"]));
    const url = `${server.origin}/api/0/projects/acme/web/`;
    const explanation = await explain(await fetch(url, { method: "DELETE" }), {
      client,
      request: { url, method: "DELETE" },
      requiredScopes,
    });
    expect(explanation).toMatchObject({
      reason: "missing-scope",
      requiredScopes: ["project:admin"],
      heldScopes: ["event:read", "org:read"],
      message: expect.stringMatching(/the token needs the scope project:admin\. It has event:read, org:read\./),
    });
    expect(server.paths).toEqual(["/api/0/projects/acme/web/", "/api/0/"]);
  });

  test("that suffice point at the role", async () => {
    await using server = await sentry(own(["project:read", "project:write", "project:admin"]));
    const url = `${server.origin}/sentry/api/0/projects/acme/web/`;
    const explanation = await explain(await fetch(url), { client: fetch, request: { url }, requiredScopes });
    expect(explanation).toMatchObject({
      reason: "no-permission",
      heldScopes: ["project:read", "project:write", "project:admin"],
      message: expect.stringMatching(/although the token has a sufficient scope/),
    });
    expect(server.paths).toEqual(["/sentry/api/0/projects/acme/web/", "/sentry/api/0/"]);
  });

  test("may be none", async () => {
    await using server = await sentry(own([]));
    const url = `${server.origin}/api/0/projects/acme/web/`;
    const explanation = await explain(await fetch(url), { client: fetch, request: { url }, requiredScopes });
    expect(explanation).toMatchObject({
      reason: "missing-scope",
      heldScopes: [],
      message: expect.stringContaining("It has no scope."),
    });
  });

  test.each([
    ["a credential without scopes", (path: string) => (path === "/api/0/" ? { version: "0", auth: null } : undefined)],
    ["another response", (path: string) => (path === "/api/0/" ? "hello" : undefined)],
    ["a refusal", () => undefined],
  ])("are unknown after %s", async (_, respond) => {
    await using server = await sentry(respond);
    const url = `${server.origin}/api/0/projects/acme/web/`;
    const explanation = await explain(await fetch(url), { client: fetch, request: { url } });
    expect(explanation).toMatchObject({ reason: "no-permission" });
    expect(explanation).not.toHaveProperty("heldScopes");
  });

  test.each([
    ["fails", () => Promise.reject(new Error("reset"))],
    [
      "throws",
      () => {
        throw new Error("no");
      },
    ],
  ])("are unknown if the client %s", async (_, client) => {
    const explanation = await explain(refused(403, noPermission), { client, request: request("projects/acme/web/") });
    expect(explanation).toMatchObject({ reason: "no-permission" });
  });

  test.each([401, 404, 429, 500])("are not asked for after a %i", async (status) => {
    const client = vi.fn();
    await explain(refused(status, "Invalid token"), { client, request: request("projects/acme/web/") });
    expect(client).not.toHaveBeenCalled();
  });
});

describe("the kind of credential", () => {
  const origin = "https://sentry.io";
  const strategies: Readonly<Record<string, AuthStrategy>> = {
    user: userTokenAuth({ token: `sntryu_${hex}`, origin }),
    organization: bearerAuth({ token: organizationToken, origin }),
    integration: bearerAuth({ token: `sntryi_${hex}`, origin }),
    "any token": bearerAuth({ token: hex, origin }),
    dsn: dsnAuth({ dsn }),
    "api key": legacyBasicAuth({ apiKey: hex.slice(0, 32), origin }),
  };

  test.each([
    ["user", /The scopes of a personal token can't be changed/],
    ["organization", /An organization token only ever has org:ci: use the token of an internal integration/],
    ["integration", /Add one to the integration under Organization settings › Custom Integrations/],
    ["any token", /Add one to the internal integration under .* or create a personal token/],
    ["api key", /Add one to the key under Organization settings › API Keys/],
  ])("of a %s decides where scopes are set", async (kind, says) => {
    const response = Response.json(
      { detail: noPermission },
      { status: 403, headers: { "WWW-Authenticate": 'Bearer error="insufficient_scope", scope="org:read"' } },
    );
    const explanation = await explain(response, {
      strategy: strategies[kind],
      request: request("organizations/acme/"),
    });
    expect(explanation?.message).toMatch(says);
  });

  test.each([
    ["user", /Create a new one under User settings › Personal Tokens\./],
    ["organization", /Create a new one under Organization settings › Organization Tokens\./],
    ["integration", /Create a new one in the integration under Organization settings › Custom Integrations\./],
    ["any token", /Create a token in an internal integration .* or a personal one/],
  ])("of a %s decides where a new one is created", async (kind, says) => {
    const explanation = await explain(refused(401, "Token expired"), {
      strategy: strategies[kind],
      request: request("organizations/acme/"),
    });
    expect(explanation?.message).toMatch(says);
  });

  test("shows that an organization token lacks a scope", async () => {
    const options = { strategy: strategies["organization"], requiredScopes };
    const members = await explain(refused(403, noPermission), {
      ...options,
      request: request("organizations/acme/members/"),
    });
    expect(members).toMatchObject({
      reason: "missing-scope",
      message: expect.stringContaining("only ever has org:ci"),
    });
    const releases = await explain(refused(403, noPermission), {
      ...options,
      request: request("organizations/acme/releases/"),
    });
    expect(releases).toMatchObject({ reason: "no-permission" });
  });

  test("shows that a DSN only sends feedback", async () => {
    const strategy = strategies["dsn"];
    const unread = await explain(refused(401, "Authentication credentials were not provided."), {
      strategy,
      request: request("organizations/acme/projects/"),
    });
    expect(unread).toMatchObject({
      reason: "no-credential",
      message: expect.stringMatching(/^Sentry ignored the DSN: only the user feedback/),
    });
    const elsewhere = await explain(refused(403, noPermission), {
      strategy,
      request: request("projects/acme/web/keys/"),
    });
    expect(elsewhere?.message).toMatch(/^A DSN only sends user feedback/);
    const other = await explain(refused(403, noPermission), {
      strategy,
      request: request("projects/acme/web/user-feedback/", "POST"),
    });
    expect(other?.message).toMatch(/^The DSN is for another project/);
  });

  test("shows that an API key was ignored", async () => {
    const explanation = await explain(refused(401, "Authentication credentials were not provided."), {
      strategy: strategies["api key"],
    });
    expect(explanation?.message).toMatch(/^Sentry ignored the API key/);
  });

  test.each(["integration", "organization", "any token"])("of %s is not that of a user", async (kind) => {
    const explanation = await explain(refused(403, noPermission), {
      strategy: strategies[kind],
      request: request("users/me/regions/"),
    });
    expect(explanation).toMatchObject({
      reason: "no-permission",
      message: expect.stringMatching(/^This endpoint needs the token of a user/),
    });
  });

  test("is unknown if the strategy fails", async () => {
    const failing = { name: "acme", authorize: () => Promise.reject(new Error("no")) };
    expect(
      await explain(refused(401, "Invalid token"), { strategy: failing, request: request("organizations/") }),
    ).toMatchObject({
      reason: "invalid-token",
    });
  });
});

test.each(["api-tokens/", "api-tokens/42/", "organizations/acme/org-auth-tokens/42/"])(
  "%s accepts a browser session only, by the same text as a missing credential",
  async (path) => {
    const response = refused(401, "Authentication credentials were not provided.");
    expect(await explain(response, { request: request(path) })).toMatchObject({ reason: "session-only" });
  },
);

describe("a redirect to another origin", () => {
  test.each([
    ["fetch", async (url: string) => [await fetch(url), { request: { url } }] as const],
    ["axios", async (url: string) => [await axios.get(url).catch((error: unknown) => error), {}] as const],
    ["ky", async (url: string) => [await ky(url, { retry: 0 }).catch((error: unknown) => error), {}] as const],
  ])("that drops the credential is named, through %s", async (_, send) => {
    await using target = await serve((_request, response) => {
      response.writeHead(401, json).end(JSON.stringify({ detail: "Authentication credentials were not provided." }));
    });
    await using source = await serve((incoming, response) => {
      response.writeHead(302, { Location: `${target.origin}${incoming.url}` }).end();
    });
    const [result, options] = await send(`${source.origin}/api/0/organizations/acme/`);
    expect(await explain(result, options)).toMatchObject({
      reason: "redirected",
      message: expect.stringContaining(`was redirected from ${source.origin} to ${target.origin}`),
    });
  });

  test("that ends on a log-in page is a refusal by a proxy, with the status 200 too", async () => {
    await using login = await serve((_request, response) => {
      response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><form></form>");
    });
    await using proxy = await serve((_request, response) => {
      response.writeHead(302, { Location: `${login.origin}/login` }).end();
    });
    const url = `${proxy.origin}/api/0/organizations/`;
    const response = await fetch(url);
    expect(await explain(response.clone())).toBeUndefined();
    expect(await explain(response, { request: { url } })).toMatchObject({
      status: 200,
      reason: "proxy",
      by: "proxy",
      message: expect.stringContaining(`A log-in page at ${login.origin} came back`),
    });
    expect(await explain(await axios.get(url))).toMatchObject({ status: 200, reason: "proxy" });
  });

  test("that ends on a download is none", async () => {
    await using storage = await serve((_request, response) => {
      response.writeHead(200, { "Content-Type": "application/octet-stream" }).end("bytes");
    });
    await using source = await serve((_request, response) => {
      response.writeHead(302, { Location: `${storage.origin}/file` }).end();
    });
    const url = `${source.origin}/api/0/projects/acme/web/files/dsyms/`;
    expect(await explain(await fetch(url), { request: { url } })).toBeUndefined();
  });

  test("is the likeliest cause where only the redirect is known", async () => {
    const response = Object.defineProperty(
      refused(401, "Authentication credentials were not provided."),
      "redirected",
      { value: true },
    );
    const explanation = await explain(response);
    expect(explanation?.message).toMatch(/Most likely a redirect to another origin dropped it/);
  });
});

test.each([
  ["seconds", "120", (now: number) => [now + 119_000, now + 300_000]],
  ["a date", "Thu, 26 Nov 2026 12:00:00 GMT", () => [Date.UTC(2026, 10, 26, 12), Date.UTC(2026, 10, 26, 12)]],
] as const)("a proxy's Retry-After in %s is the time to try again", async (_, header, range) => {
  const [least = 0, most = 0] = range(Date.now());
  const explanation = await explain(new Response("", { status: 429, headers: { "Retry-After": header } }));
  expect(explanation?.retryAt?.getTime()).toBeGreaterThanOrEqual(least);
  expect(explanation?.retryAt?.getTime()).toBeLessThanOrEqual(most);
});

test.each([
  "https://evil.example/login",
  "//evil.example/",
  "javascript:alert(1)",
  "https://sentry.io/auth/1a2b3c4d5e6f7a8b/",
  7,
])("the log-in page %s is not passed on", async (loginUrl) => {
  const body = { detail: { code: "sso-required", message: "Must login via SSO", extra: { loginUrl } } };
  const explanation = await explain(Response.json(body, { status: 401 }), { request: request("organizations/acme/") });
  expect(explanation).toMatchObject({ reason: "sso-required" });
  expect(explanation).not.toHaveProperty("loginUrl");
});

test("the log-in page of a customer's domain is passed on, without its query", async () => {
  const extra = { loginUrl: "https://acme.sentry.io/auth/login/acme/?next=%2Fsecret" };
  const body = { detail: { code: "sso-required", message: "Must login via SSO", extra } };
  const explanation = await explain(Response.json(body, { status: 401 }), { request: request("organizations/acme/") });
  expect(explanation?.loginUrl).toBe("https://acme.sentry.io/auth/login/acme/");
});

test("options have to be an object", async () => {
  await expect(explain(refused(401, "Invalid token"), "https://sentry.io" as never)).rejects.toThrow(TypeError);
});
