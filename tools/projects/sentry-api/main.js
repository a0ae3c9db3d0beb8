import { submitUserFeedback } from "@sentry/api";
import { dsnAuth } from "@x/sentry-dsn";
import { withSentryAuth } from "@x/sentry-fetch";

const { response } = await submitUserFeedback({
  baseUrl: "https://sentry.io",
  fetch: withSentryAuth(fetch, dsnAuth({ dsn: process.env.SENTRY_DSN })),
  path: { organization_id_or_slug: "acme", project_id_or_slug: "web" },
  body: {
    event_id: "14bad9a2e3774046977a21440ddb39b2",
    name: "Jane",
    email: "jane@acme.example",
    comments: "It broke.",
  },
});
if (response.status !== 200) throw new Error(`got ${response.status}`);
