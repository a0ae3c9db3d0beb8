export { adapterCases } from "./adapter-cases/adapter-cases.ts";
export type {
  AdapterCapability,
  AdapterSubject,
  CaseInit,
  CaseResponse,
  WrappedClient,
} from "./adapter-cases/adapter-subject.ts";
export type { CaseServer, StartServer } from "./cases/case-server.ts";
export { type ConformanceCase, skipReason } from "./cases/conformance-case.ts";
export { findLeaks, type Leak, type LeakSearch } from "./leaks/find-leaks.ts";
export { type ProxyKind, type ProxyServer, type ReceivedHeaders, startProxyServer } from "./proxy/proxy-server.ts";
export type {
  InstallationExchange,
  IntegrationServer,
  ServerInstallation,
} from "./server/integration/integration-server.ts";
export type { OAuthClient, OAuthExchange, OAuthLogin, OAuthServer } from "./server/oauth/oauth-server.ts";
export type { Principal, PrincipalKind } from "./server/principal.ts";
export type { RecordedRequest } from "./server/recorded-request.ts";
export { type Refusal, type RefusalName, refusals } from "./server/refusals.ts";
export type { RejectedCredential, RejectedCredentials, StructuredDetail } from "./server/rejected-credentials.ts";
export { type SentryServer, type SentryServerOptions, startSentryServer } from "./server/sentry-server.ts";
export type { ServerCredentials } from "./server/server-credentials.ts";
export type { ServerUrls } from "./server/server-urls.ts";
export { storeCases } from "./store-cases/store-cases.ts";
export type {
  CaseCredential,
  CaseStore,
  StoreCapability,
  StorePlace,
  StoreSubject,
} from "./store-cases/store-subject.ts";
export { strategyCases } from "./strategy-cases/strategy-cases.ts";
export type {
  DocumentedRequest,
  StrategyCapability,
  StrategySubject,
  ValidSecret,
} from "./strategy-cases/strategy-subject.ts";
