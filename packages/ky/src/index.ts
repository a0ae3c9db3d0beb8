export { type Ky, withSentryAuth } from "./with-sentry-auth.ts";
