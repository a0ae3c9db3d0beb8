import { listAnOrganization_sProjects, listAProject_sUserFeedback, submitUserFeedback } from "@sentry/api";
import { dsnAuth } from "@x/sentry-dsn";
import { withSentryAuth } from "@x/sentry-fetch";
import { startSentryServer } from "@x/sentry-testing";
import { expect, test } from "vitest";
import { authErrorOf, authorizations, fixed, renewing, strategies } from "./client-cases.ts";

const acme = { organization_id_or_slug: "acme" };
const web = { ...acme, project_id_or_slug: "web" };
const feedback = {
  event_id: "14bad9a2e3774046977a21440ddb39b2",
  name: "Jane",
  email: "jane@acme.example",
  comments: "It broke. ".repeat(10_000),
};

test("the example", async () => {
  await using server = await startSentryServer();
  const strategy = fixed(server);
  const sentry = { baseUrl: server.origin, fetch: withSentryAuth(fetch, strategy) };
  const { data } = await listAnOrganization_sProjects({ ...sentry, path: { organization_id_or_slug: "acme" } });
  expect(data).toMatchObject([{ slug: "web" }, { slug: "mobile" }]);
});

test("user feedback with a DSN", async () => {
  await using server = await startSentryServer();
  const strategy = dsnAuth({ dsn: server.credentials.dsn });
  const sentry = { baseUrl: server.origin, fetch: withSentryAuth(fetch, strategy) };
  const { data, response } = await submitUserFeedback({ ...sentry, path: web, body: feedback });
  expect(data).toMatchObject({ comments: feedback.comments });
  expect(response.headers.get("X-Test-Principal")).toBe("client-key acme/web");
  expect(authorizations(server)).toEqual([`DSN ${server.credentials.dsn}`]);
  expect(JSON.parse(Buffer.from(server.requests[0]?.body ?? []).toString())).toEqual(feedback);
});

test.each(strategies)("authenticates as $kind", async ({ kind, strategy }) => {
  await using server = await startSentryServer();
  const sentry = { baseUrl: server.origin, fetch: withSentryAuth(fetch, strategy(server)) };
  const { response } = await listAProject_sUserFeedback({ ...sentry, path: web });
  expect(response.headers.get("X-Test-Principal")).toContain(`${kind} `);
});

test("a 401 is renewed once, and the body goes again whole", async () => {
  await using server = await startSentryServer();
  const { token, strategy } = renewing(server);
  const sentry = { baseUrl: server.origin, fetch: withSentryAuth(fetch, strategy) };
  const { response } = await submitUserFeedback({ ...sentry, path: web, body: feedback });
  expect(response.status).toBe(200);
  expect(server.requests.map(({ body }) => JSON.parse(Buffer.from(body).toString()))).toEqual([feedback, feedback]);
  expect(token).toHaveBeenCalledTimes(2);
});

test("the client's own auth option and a header of the caller's own are the ones that are sent", async () => {
  await using server = await startSentryServer();
  const { userToken } = server.credentials;
  const sentry = { baseUrl: server.origin, fetch: withSentryAuth(fetch, fixed(server)) };
  const auth = await listAnOrganization_sProjects({ ...sentry, path: acme, auth: () => userToken });
  const headers = { authorization: `Bearer ${userToken}` };
  const header = await listAnOrganization_sProjects({ ...sentry, path: acme, headers });
  for (const { response } of [auth, header])
    expect(response.headers.get("X-Test-Principal")).toBe("user jane@acme.example");
  expect(authorizations(server)).toEqual(Array(2).fill(headers.authorization));
});

test("another origin is refused before anything is sent: as a result's error, or thrown", async () => {
  await using server = await startSentryServer();
  await using other = await startSentryServer();
  const sentry = { baseUrl: other.origin, fetch: withSentryAuth(fetch, fixed(server)) };
  const { error } = await listAnOrganization_sProjects({ ...sentry, path: acme });
  expect(error).toMatchObject({ name: "SentryAuthError", code: "ERR_UNTRUSTED_ORIGIN" });
  const thrown = listAnOrganization_sProjects({ ...sentry, path: acme, throwOnError: true });
  expect(await authErrorOf(thrown)).toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
  expect(other.requests).toEqual([]);
});

test("its result contains no secret", async () => {
  await using server = await startSentryServer();
  const sentry = { baseUrl: server.origin, fetch: withSentryAuth(fetch, fixed(server)) };
  const { request } = await listAnOrganization_sProjects({ ...sentry, path: acme });
  expect(request.headers.get("Authorization")).toBeNull();
});
