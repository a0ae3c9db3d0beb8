import { withSentryAuth } from "@x/sentry-fetch";
import { userTokenAuth } from "@x/sentry-user-token";

const { SENTRY_USER_TOKEN } = process.env;

const sentry = withSentryAuth(fetch, userTokenAuth({ token: SENTRY_USER_TOKEN }));
const response = await sentry("https://sentry.io/api/0/projects/acme/web/user-feedback/");
console.log(response.status);
