export type { Principal, PrincipalKind } from "./principal.ts";
export type { RecordedRequest } from "./recorded-request.ts";
export type { RejectedCredential, RejectedCredentials } from "./rejected-credentials.ts";
export { type SentryServer, type SentryServerOptions, startSentryServer } from "./sentry-server.ts";
export type { ServerCredentials } from "./server-credentials.ts";
export type { ServerUrls } from "./server-urls.ts";
