import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";

const token = globalThis.process.env.SENTRY_AUTH_TOKEN;
const sentry = withSentryAuth(fetch, bearerAuth({ token }));
const response = await sentry("https://sentry.io/api/0/organizations/acme/projects/");
if (response.status !== 200) throw new Error(`got ${response.status}`);
