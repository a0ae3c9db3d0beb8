export { adapterCases } from "./cases/adapter-cases.ts";
export type {
  AdapterCapability,
  AdapterSubject,
  CaseAnswer,
  CaseInit,
  WrappedClient,
} from "./cases/adapter-subject.ts";
export type { CaseServer } from "./cases/case-server.ts";
export { type ConformanceCase, skipReason } from "./cases/conformance-case.ts";
export { strategyCases } from "./cases/strategy-cases.ts";
export type { StrategyCapability, StrategySubject, ValidSecret } from "./cases/strategy-subject.ts";
export type { Principal, PrincipalKind } from "./principal.ts";
export type { RecordedRequest } from "./recorded-request.ts";
export type { RejectedCredential, RejectedCredentials } from "./rejected-credentials.ts";
export { type SentryServer, type SentryServerOptions, startSentryServer } from "./sentry-server.ts";
export type { ServerCredentials } from "./server-credentials.ts";
export type { ServerUrls } from "./server-urls.ts";
