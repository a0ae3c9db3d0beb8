export { isSentryAuthError } from "@x/sentry-core";
export { type KyLike, withSentryAuth } from "./with-sentry-auth.ts";
