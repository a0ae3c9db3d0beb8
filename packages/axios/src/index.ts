export type { AxiosClient } from "./axios.ts";
export { withSentryAuth } from "./with-sentry-auth.ts";
