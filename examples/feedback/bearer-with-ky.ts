import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-ky";
import ky from "ky";

const { SENTRY_AUTH_TOKEN } = process.env;

const sentry = withSentryAuth(ky, bearerAuth({ token: SENTRY_AUTH_TOKEN }));
const response = await sentry("https://sentry.io/api/0/projects/acme/web/user-feedback/");
console.log(response.status);
