export type { ExchangeFetchLike } from "@x/sentry-store";
export { type DevicePrompt, deviceLogin } from "./device-login.ts";
export { finishLogin } from "./finish-login.ts";
export type { LoginResult, OAuthUser } from "./login-result.ts";
export { oauthAuth } from "./oauth-auth.ts";
export { type PendingLogin, startLogin } from "./start-login.ts";
