import type { ConfigLike } from "./axios-like.ts";
import { hasAuthorization } from "./headers.ts";

/** Whether the caller brought a credential: a header, the `auth` option, or the URL's userinfo. */
export function hasCredential(config: ConfigLike, url: string): boolean {
  return Boolean(config.auth) || hasAuthorization(config.headers) || (url.includes("@") && hasUserinfo(url));
}

function hasUserinfo(url: string): boolean {
  try {
    const { username, password } = new URL(url, globalThis.location?.href);
    return username + password !== "";
  } catch {
    return false;
  }
}
