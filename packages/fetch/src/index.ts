export { isSentryAuthError } from "@x/sentry-core";
export { type FetchLike, withSentryAuth } from "./with-sentry-auth.ts";
