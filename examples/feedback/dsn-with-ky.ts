import { dsnAuth } from "@x/sentry-dsn";
import { withSentryAuth } from "@x/sentry-ky";
import ky from "ky";

const { SENTRY_DSN } = process.env;

const sentry = withSentryAuth(ky, dsnAuth({ dsn: SENTRY_DSN }));
const response = await sentry("https://sentry.io/api/0/projects/acme/web/user-feedback/");
console.log(response.status);
