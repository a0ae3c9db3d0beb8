import { createHmac } from "node:crypto";
import type { RecordedRequest } from "../recorded-request.ts";
import type { SentryResponse } from "../sentry-response.ts";
import { authenticateClient } from "./client-authentication.ts";
import type { Codes, Devices } from "./codes.ts";
import { type Logins, type StoredLogin, user } from "./logins.ts";
import { oauthError, oauthResponse } from "./oauth-response.ts";
import type { OAuthClient, OAuthServer } from "./oauth-server.ts";

/** The server's name in id tokens, and its tables. */
interface OAuthState {
  readonly issuer: string;
  readonly codes: Codes;
  readonly devices: Devices;
  readonly logins: Logins;
}

const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

/** Exchanges a code, a device code or a refresh token; the exchange is committed when this resolves. */
export async function tokenEndpoint(
  request: RecordedRequest,
  form: URLSearchParams,
  oauth: OAuthServer,
  { issuer, codes, devices, logins }: OAuthState,
): Promise<SentryResponse | "reset"> {
  const grantType = form.get("grant_type");
  if (grantType === null) return oauthError("invalid_request");
  const clients = [oauth.publicClient, oauth.confidentialClient];
  const authentication = authenticateClient(request, form, clients, grantType === deviceGrant);
  if ("refusal" in authentication) return authentication.refusal;
  const { client } = authentication;

  const login = exchange(grantType, form, client.clientId);
  if (typeof login === "string") return oauthError(login);
  const body = tokenResponse(login, client, issuer);
  return (await oauth.afterCommit?.({ grantType, login, request })) === "drop" ? "reset" : oauthResponse(body);

  function exchange(grant: string, parameters: URLSearchParams, clientId: string): StoredLogin | string {
    if (grant === "refresh_token") {
      const refreshToken = parameters.get("refresh_token");
      if (refreshToken === null || parameters.has("scope")) return "invalid_request";
      const found = logins.find(refreshToken, clientId);
      found?.refresh(oauth.tokenLifetime);
      return found ?? "invalid_grant";
    }
    if (grant === "authorization_code") {
      const scopes = codes.redeem(clientId, parameters);
      return scopes === undefined ? "invalid_grant" : logins.create(clientId, scopes, oauth.tokenLifetime);
    }
    if (grant !== deviceGrant) return "unsupported_grant_type";
    const deviceCode = parameters.get("device_code");
    if (deviceCode === null) return "invalid_request";
    const result = devices.poll(clientId, deviceCode, oauth.deviceInterval);
    return typeof result === "string" ? result : logins.create(clientId, result, oauth.tokenLifetime);
  }
}

function tokenResponse(login: StoredLogin, client: OAuthClient, issuer: string): object {
  const expiresIn = Math.max(0, Math.round((login.expiresAt - Date.now()) / 1000));
  return {
    access_token: login.accessToken,
    refresh_token: login.refreshToken,
    expires_in: expiresIn,
    expires_at: new Date(login.expiresAt).toISOString(),
    token_type: "Bearer",
    scope: login.scopes.join(" "),
    user,
    ...(login.scopes.includes("openid") ? { id_token: idToken(client, issuer) } : {}),
  };
}

/** Signed with a secret, which clients of the OAuth library cannot verify. */
function idToken({ clientId, clientSecret = clientId }: OAuthClient, issuer: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const iat = Math.floor(Date.now() / 1000);
  const text = `${part({ alg: "HS256", typ: "JWT" })}.${part({ iss: issuer, aud: clientId, sub: user.id, iat, exp: iat + 600 })}`;
  return `${text}.${createHmac("sha256", clientSecret).update(text).digest("base64url")}`;
}
