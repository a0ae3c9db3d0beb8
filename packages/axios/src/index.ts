export { isSentryAuthError } from "@x/sentry-core";
export type { AxiosLike } from "./axios-like.ts";
export { withSentryAuth } from "./with-sentry-auth.ts";
