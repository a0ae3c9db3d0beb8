import { randomBytes } from "node:crypto";
import type { Arrival } from "../endpoint.ts";
import type { Keyring } from "../keyring.ts";
import { jsonResponse, methodNotAllowed, notFound, type SentryResponse } from "../sentry-response.ts";
import { authorizePage } from "./authorize-page.ts";
import { createCodes, createDevices } from "./codes.ts";
import { createLogins } from "./logins.ts";
import { htmlPage, oauthResponse } from "./oauth-response.ts";
import { readScopes } from "./oauth-scopes.ts";
import type { OAuthServer } from "./oauth-server.ts";
import { tokenEndpoint } from "./token-endpoint.ts";
import { userinfo } from "./userinfo.ts";

/** The endpoints below `/oauth/`, and the object that controls them. */
export interface OAuthEndpoints {
  readonly oauth: OAuthServer;
  /** Resolves to the response for a request whose body is complete. */
  respond(arrival: Arrival): Promise<SentryResponse | "reset">;
}

export function createOAuthEndpoints(origin: string, keyring: Keyring): OAuthEndpoints {
  const codes = createCodes();
  const devices = createDevices();
  const logins = createLogins(keyring);
  const newId = (): string => randomBytes(32).toString("hex");
  const oauth: OAuthServer = {
    publicClient: { clientId: newId() },
    confidentialClient: { clientId: newId(), clientSecret: newId() },
    logins: logins.all,
    tokenLifetime: 30 * 24 * 60 * 60,
    deviceLifetime: 600,
    deviceInterval: 5,
    waitsForVisit: true,
    decision: "approve",
    supported: true,
    afterCommit: undefined,
  };

  function deviceCode(form: URLSearchParams): SentryResponse {
    const { publicClient, confidentialClient, deviceLifetime, deviceInterval } = oauth;
    const clientId = form.get("client_id");
    if (clientId !== publicClient.clientId && clientId !== confidentialClient.clientId)
      return jsonResponse(401, { error: "invalid_client", error_description: "Invalid client_id" });
    const scopes = readScopes(form.get("scope"));
    if (scopes === undefined) return jsonResponse(400, { error: "invalid_scope", error_description: "Unknown scope" });
    const code = devices.create(clientId, scopes, deviceLifetime);
    if (!oauth.waitsForVisit) devices.decide(code.userCode, oauth.decision);
    return oauthResponse({
      device_code: code.deviceCode,
      user_code: code.userCode,
      verification_uri: `${origin}/oauth/device/`,
      verification_uri_complete: `${origin}/oauth/device/?user_code=${code.userCode}`,
      expires_in: deviceLifetime,
      interval: deviceInterval,
    });
  }

  function devicePage(parameters: URLSearchParams): SentryResponse {
    const userCode = parameters.get("user_code");
    if (userCode === null) return htmlPage(200, "Enter the code");
    const known = devices.decide(userCode, oauth.decision);
    return htmlPage(known ? 200 : 400, known ? "Device connected" : "Invalid or expired code");
  }

  async function respond({ request, url }: Arrival): Promise<SentryResponse | "reset"> {
    const form = (): URLSearchParams => new URLSearchParams(Buffer.from(request.body).toString());
    const route = `${request.method} ${url.pathname}`;
    switch (route) {
      case "GET /oauth/authorize/":
        return authorizePage(url.searchParams, [oauth.publicClient, oauth.confidentialClient], codes, oauth.decision);
      case "GET /oauth/device/":
        return devicePage(url.searchParams);
      case "GET /oauth/userinfo/":
        return userinfo(request, keyring);
      case "POST /oauth/token/":
      case "POST /oauth/device/code/":
        if (!oauth.supported) return htmlPage(403, "CSRF Verification Failed");
        if (route === "POST /oauth/device/code/") return deviceCode(form());
        return tokenEndpoint(request, form(), oauth, { issuer: origin, codes, devices, logins });
      case "GET /oauth/token/":
      case "GET /oauth/device/code/":
        return methodNotAllowed(request.method, ["POST"]);
      default:
        return notFound();
    }
  }

  return { oauth, respond };
}
