import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";

test("an authenticated request succeeds", async () => {
  const sentry = withSentryAuth(fetch, bearerAuth({ token: process.env.SENTRY_AUTH_TOKEN }));
  const response = await sentry("https://sentry.io/api/0/organizations/acme/projects/");
  expect(response.status).toBe(200);
});
