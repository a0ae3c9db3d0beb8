import { expect, test } from "vitest";
import { basic, send, start } from "./server.ts";

const user = "user jane@acme.example";
const userApp = "user-app dashboard for jane@acme.example";
const integration = "integration acme-integration";
const organization = "organization acme";
const clientKey = "client-key acme/web";
const apiKey = "api-key acme";

const feedback = {
  event_id: "14bad9a2e3774046977a21440ddb39b2",
  name: "Jane",
  email: "jane@acme.example",
  comments: "It broke.",
};

test("credentials have the shapes of real ones", async () => {
  const { credentials, origin } = await start();
  const { host } = new URL(origin);
  expect(credentials.token).toMatch(/^sntryi_[0-9a-f]{64}$/);
  expect(credentials.userToken).toMatch(/^sntryu_[0-9a-f]{64}$/);
  expect(credentials.legacyUserToken).toMatch(/^[0-9a-f]{64}$/);
  expect(credentials.userAppToken).toMatch(/^sntrya_[0-9a-f]{64}$/);
  expect(credentials.organizationToken).toMatch(/^sntrys_[A-Za-z0-9+/]+={0,2}_[A-Za-z0-9+/]{43}$/);
  expect(credentials.apiKey).toMatch(/^[0-9a-f]{32}$/);
  expect(credentials.dsn).toMatch(new RegExp(`^http://[0-9a-f]{32}@${host}/[0-9]+$`));
  expect(credentials.dsnWithSecret).toMatch(new RegExp(`^http://[0-9a-f]{32}:[0-9a-f]{32}@${host}/[0-9]+$`));
});

test("an organization token names the server and the organization", async () => {
  const { credentials, origin } = await start();
  const [, payload = ""] = credentials.organizationToken.split("_");
  expect(JSON.parse(Buffer.from(payload, "base64").toString())).toEqual({
    iat: expect.any(Number),
    url: origin,
    region_url: origin,
    org: "acme",
  });
});

test("two servers have nothing in common", async () => {
  const [one, two] = await Promise.all([start(), start()]);
  expect(one.origin).not.toBe(two.origin);
  expect(one.credentials.token).not.toBe(two.credentials.token);
  expect((await send(two.urls.projects, `Bearer ${one.credentials.token}`)).status).toBe(401);
});

test("each token is taken for what it is", async () => {
  const { credentials, urls } = await start();
  for (const [token, principal] of [
    [credentials.token, integration],
    [credentials.userToken, user],
    [credentials.legacyUserToken, user],
    [credentials.userAppToken, userApp],
    [credentials.organizationToken, organization],
  ] as const) {
    expect(await send(urls.projects, `Bearer ${token}`)).toMatchObject({
      status: 200,
      challenge: null,
      principal,
      body: [{ slug: "web" }, { slug: "mobile" }],
    });
  }
});

test("an API key and a DSN are taken for what they are", async () => {
  const { credentials, urls } = await start();
  expect((await send(urls.projects, basic(`${credentials.apiKey}:`))).principal).toBe(apiKey);
  for (const dsn of [credentials.dsn, credentials.dsnWithSecret])
    for (const url of [urls.userFeedback, urls.userReports])
      for (const init of [{}, { method: "POST", body: JSON.stringify(feedback) }])
        expect(await send(url, `DSN ${dsn}`, init)).toMatchObject({ status: 200, principal: clientKey });
});

test("only a user has organizations to list", async () => {
  const { credentials, urls } = await start();
  const { token, userToken, legacyUserToken, userAppToken, organizationToken } = credentials;
  for (const yes of [userToken, legacyUserToken, userAppToken])
    expect((await send(urls.organizations, `Bearer ${yes}`)).body).toMatchObject([{ slug: "acme" }]);
  for (const no of [`Bearer ${token}`, `Bearer ${organizationToken}`, basic(`${credentials.apiKey}:`)])
    expect(await send(urls.organizations, no)).toEqual({
      status: 403,
      challenge: null,
      principal: null,
      body: { detail: "You do not have permission to perform this action." },
    });
});

test("a token that is limited to its organization works there and in the list of organizations", async () => {
  const { credentials, urls } = await start();
  const authorization = `Bearer ${credentials.rejected.boundToken.secret}`;
  expect((await send(urls.projects, authorization)).status).toBe(200);
  expect((await send(urls.organizations, authorization)).status).toBe(200);
});

test("a DSN is not looked at where none is accepted", async () => {
  const { credentials, urls } = await start();
  for (const url of [urls.projects, urls.organizations])
    expect((await send(url, `DSN ${credentials.dsn}`)).body).toEqual({
      detail: "Authentication credentials were not provided.",
    });
});

test("a foreign organization is forbidden, and an unknown one does not exist", async () => {
  const { credentials, origin } = await start();
  const authorization = `Bearer ${credentials.userToken}`;
  const status = async (slug: string) =>
    (await send(`${origin}/api/0/organizations/${slug}/projects/`, authorization)).status;
  expect(await status("globex")).toBe(403);
  expect(await status("initech")).toBe(404);
  expect((await send(`${origin}/api/0/projects/acme/nothing/user-feedback/`, authorization)).status).toBe(404);
  expect((await send(`${origin}/api/0/organizations/acme/projects`, authorization)).status).toBe(404);
});

test("a method that an endpoint lacks is refused after authentication", async () => {
  const { credentials, urls } = await start();
  expect((await send(urls.projects, undefined, { method: "PUT" })).status).toBe(401);
  expect(await send(urls.projects, `Bearer ${credentials.token}`, { method: "PUT" })).toMatchObject({
    status: 405,
    body: { detail: 'Method "PUT" not allowed.' },
  });
});

test("a credential's own scopes and user", async () => {
  const { credentials, urls } = await start();
  const describe = async (authorization?: string) => (await send(urls.index, authorization)).body;
  const auth = { scopes: ["org:read", "project:read", "project:write", "event:read"] };
  expect(await describe(`Bearer ${credentials.token}`)).toEqual({ version: "0", auth, user: null });
  expect(await describe(`Bearer ${credentials.userToken}`)).toMatchObject({ auth, user: { name: "Jane" } });
  expect(await describe()).toEqual({ version: "0", auth: null, user: null });
  expect((await send(urls.index, "Bearer 1a2b3c")).status).toBe(401);
});

test("feedback is returned as Sentry returns it", async () => {
  const { credentials, urls } = await start();
  const authorization = `DSN ${credentials.dsn}`;
  const submit = (body: object) =>
    send(urls.userFeedback, authorization, { method: "POST", body: JSON.stringify(body) });
  const { event_id: eventID, ...rest } = feedback;
  expect((await submit(feedback)).body).toMatchObject({ ...rest, eventID, event: { eventID }, issue: null });
  expect(await submit(rest)).toMatchObject({ status: 400, body: { event_id: ["This field is required."] } });
  expect((await send(urls.userFeedback, authorization)).body).toEqual([]);
});

test("a session-only endpoint refuses every token as if there were none", async () => {
  const { credentials, urls } = await start();
  expect(await send(urls.apiTokens, `Bearer ${credentials.userToken}`)).toMatchObject({
    status: 401,
    body: { detail: "Authentication credentials were not provided." },
  });
});

test("behind a lagging replica, a fresh token is unknown for its first requests", async () => {
  const server = await start();
  const old = `Bearer ${server.credentials.token}`;
  server.lag(2);
  expect((await send(server.urls.echo, old)).status).toBe(200);
  server.rotate();
  const fresh = `Bearer ${server.credentials.token}`;
  const details: unknown[] = [];
  for (let request = 0; request < 3; request += 1) details.push((await send(server.urls.echo, fresh)).body.detail);
  expect(details).toEqual(["Invalid token", "Invalid token", undefined]);
});
