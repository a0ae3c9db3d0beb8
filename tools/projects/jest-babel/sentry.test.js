import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import { deviceLogin, oauthAuth } from "@x/sentry-oauth";
import { memoryStore } from "@x/sentry-store";

test("an authenticated request succeeds", async () => {
  const sentry = withSentryAuth(fetch, bearerAuth({ token: process.env.SENTRY_AUTH_TOKEN }));
  const response = await sentry("https://sentry.io/api/0/organizations/acme/projects/");
  expect(response.status).toBe(200);
});

// It depends on oauth4webapi, which is an ES module alone.
test("a user logs in, and an authenticated request succeeds", async () => {
  const clientId = process.env.SENTRY_OAUTH_CLIENT_ID;
  const store = memoryStore();
  await deviceLogin({ clientId, scopes: ["org:read"], store, show: () => {} });
  const sentry = withSentryAuth(fetch, oauthAuth({ clientId, store }));
  const response = await sentry("https://sentry.io/api/0/organizations/");
  expect(response.status).toBe(200);
});
