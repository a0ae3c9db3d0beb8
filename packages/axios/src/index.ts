export type { AxiosLike } from "./axios-like.ts";
export { withSentryAuth } from "./with-sentry-auth.ts";
