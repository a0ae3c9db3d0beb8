export { type Fetch, withSentryAuth } from "./with-sentry-auth.ts";
