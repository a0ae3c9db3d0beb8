import { withSentryAuth } from "@x/sentry-fetch";
import { legacyBasicAuth } from "@x/sentry-legacy-basic";

const { SENTRY_API_KEY } = process.env;

const sentry = withSentryAuth(fetch, legacyBasicAuth({ apiKey: SENTRY_API_KEY }));
const response = await sentry("https://sentry.io/api/0/projects/acme/web/user-feedback/");
console.log(response.status);
