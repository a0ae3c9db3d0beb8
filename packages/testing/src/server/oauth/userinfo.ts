import type { Keyring } from "../keyring.ts";
import type { RecordedRequest } from "../recorded-request.ts";
import type { SentryResponse } from "../sentry-response.ts";
import { jsonResponse } from "../sentry-response.ts";
import { user } from "./logins.ts";

/** The user behind an access token that has the scope `openid`. */
export function userinfo({ authorization }: RecordedRequest, keyring: Keyring): SentryResponse {
  const token = /^bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) return challenge(401, { detail: "Bearer token required" }, 'Bearer realm="api"');
  const grant = keyring.tokens.get(token);
  if (grant === undefined || grant.refusal !== undefined) {
    const body = { error: "invalid_token", error_description: "Access token not found" };
    return challenge(401, body, 'Bearer realm="api", error="invalid_token"');
  }
  if (!grant.scopes.includes("openid")) {
    const body = { error: "insufficient_scope", error_description: "openid scope is required" };
    return challenge(403, body, 'Bearer realm="api", error="insufficient_scope", scope="openid"');
  }
  const profile = grant.scopes.includes("profile") ? { name: user.name, avatar_type: "letter_avatar" } : {};
  const email = grant.scopes.includes("email") ? { email: user.email, email_verified: true } : {};
  return jsonResponse(200, { sub: user.id, ...profile, ...email });
}

function challenge(status: number, body: object, value: string): SentryResponse {
  return { status, headers: { "WWW-Authenticate": value }, body };
}
