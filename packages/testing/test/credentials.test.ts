import { expect, test } from "vitest";
import { basic, send, start } from "./server.ts";

const user = { kind: "user", name: "jane@acme.example" };
const userApp = { kind: "user-app", name: "dashboard for jane@acme.example" };
const integration = { kind: "integration", name: "acme-integration" };
const organization = { kind: "organization", name: "acme" };
const clientKey = { kind: "client-key", name: "acme/web" };
const apiKey = { kind: "api-key", name: "acme" };

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
    expect(await send(urls.projects, `Bearer ${token}`)).toEqual({
      status: 200,
      challenge: null,
      body: { principal, projects: [{ slug: "web" }, { slug: "mobile" }] },
    });
  }
});

test("an API key and a DSN are taken for what they are", async () => {
  const { credentials, urls } = await start();
  expect((await send(urls.projects, basic(`${credentials.apiKey}:`))).body.principal).toEqual(apiKey);
  for (const dsn of [credentials.dsn, credentials.dsnWithSecret])
    for (const url of [urls.userFeedback, urls.userReports])
      for (const method of ["GET", "POST"]) {
        const { status, body } = await send(url, `DSN ${dsn}`, { method });
        expect({ status, principal: body.principal }).toEqual({ status: 200, principal: clientKey });
      }
});

test("only a user has organizations to list", async () => {
  const { credentials, urls } = await start();
  const { token, userToken, legacyUserToken, userAppToken, organizationToken } = credentials;
  for (const yes of [userToken, legacyUserToken, userAppToken])
    expect((await send(urls.organizations, `Bearer ${yes}`)).body.organizations).toEqual([{ slug: "acme" }]);
  for (const no of [`Bearer ${token}`, `Bearer ${organizationToken}`, basic(`${credentials.apiKey}:`)])
    expect(await send(urls.organizations, no)).toEqual({
      status: 403,
      challenge: null,
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

test("somebody else's organization is forbidden, and an unknown one does not exist", async () => {
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
