export { isSentryAuthError } from "@x/sentry-core";
export { cloudflareAccess, identityAwareProxy } from "./presets.ts";
export type { ProxyHeader, ProxyHeaders } from "./proxy-headers.ts";
export { type FetchLike, withProxyHeaders } from "./with-proxy-headers.ts";
