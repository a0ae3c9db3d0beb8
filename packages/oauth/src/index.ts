export { type DevicePrompt, deviceLogin } from "./device-login.ts";
export { finishLogin } from "./finish-login.ts";
export type { LoginResult } from "./login-result.ts";
export { oauthAuth } from "./oauth-auth.ts";
export type { ExchangeFetchLike, OAuthUser } from "./sentry-protocol.ts";
export { type PendingLogin, startLogin } from "./start-login.ts";
