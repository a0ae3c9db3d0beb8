import { dsnAuth } from "@x/sentry-dsn";
import { withSentryAuth } from "@x/sentry-fetch";

const { SENTRY_DSN } = process.env;

const sentry = withSentryAuth(fetch, dsnAuth({ dsn: SENTRY_DSN }));
const response = await sentry("https://sentry.io/api/0/projects/acme/web/user-feedback/");
console.log(response.status);
