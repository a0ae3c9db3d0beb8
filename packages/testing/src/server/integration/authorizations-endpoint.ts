import type { RecordedRequest } from "../recorded-request.ts";
import { jsonResponse, type SentryResponse } from "../sentry-response.ts";
import type { StoredInstallation } from "./installations.ts";
import type { IntegrationServer } from "./integration-server.ts";
import type { TokenVerifier } from "./json-web-token.ts";
import { readJson } from "./read-json.ts";

const JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

const refused = (status: number, detail: string): SentryResponse => jsonResponse(status, { detail });
const invalidPair = refused(401, "Invalid Client ID / Secret pair");

/**
 * Exchanges a code, a refresh token or a JSON Web Token for an installation's next token.
 *
 * @param former - The token at the time when the request's headers arrived.
 */
export async function exchangeToken(
  request: RecordedRequest,
  installation: StoredInstallation | undefined,
  former: string | undefined,
  integration: IntegrationServer,
  { verifier, now }: { readonly verifier: TokenVerifier; readonly now: () => number },
): Promise<SentryResponse | "reset"> {
  const body = readJson(request.body);
  if (body === undefined) return refused(401, "Invalid request");
  const { grant_type: grantType, client_id: clientId, client_secret: clientSecret } = body;
  if (grantType === JWT_GRANT) {
    const refusal = verifier.refuse(request.authorization, integration.clientId, integration.clientSecret, now());
    if (refusal !== undefined) return refused(401, refusal);
    if (installation === undefined) return refused(401, "Installation not found");
    if (installation.token === undefined) return refused(401, "Installation does not have a token");
  } else {
    if (clientId !== integration.clientId || clientSecret !== integration.clientSecret) return invalidPair;
    if (installation === undefined) return refused(404, "Could not find given sentry app installation");
    const refusal = refuseGrant(body, installation, integration);
    if (refusal !== undefined) return refusal;
  }

  if (installation.isLocked || installation.token !== former) {
    installation.conflicts += 1;
    return refused(409, installation.isLocked ? "Token refresh already in progress" : "Token was already refreshed");
  }
  const exchange = { grantType: String(grantType), installation, request };
  installation.isLocked = true;
  try {
    await integration.beforeCommit?.(exchange);
    if (grantType === "authorization_code") installation.isCodeUsed = true;
    const issued = installation.issue();
    installation.isLocked = false;
    return (await integration.afterCommit?.(exchange)) === "drop" ? "reset" : jsonResponse(201, issued);
  } finally {
    installation.isLocked = false;
  }
}

/** Checks the two grants that carry a secret of their own in the body. */
function refuseGrant(
  body: Readonly<Record<string, unknown>>,
  installation: StoredInstallation,
  { all }: IntegrationServer,
): SentryResponse | undefined {
  const { grant_type: grantType, code, refresh_token: refreshToken } = body;
  const missing = (field: string): SentryResponse => jsonResponse(400, { [field]: ["This field is required."] });
  if (grantType === "authorization_code") {
    if (code === undefined) return missing("code");
    if (code === installation.code && !installation.isCodeUsed) return undefined;
    const isForeign = all.some((other) => other !== installation && other.code === code);
    return refused(401, isForeign ? "Forbidden grant" : "Could not find grant for given code");
  }
  if (grantType !== "refresh_token") return refused(403, "Invalid grant_type");
  if (refreshToken === undefined) return missing("refresh_token");
  return refreshToken === installation.refreshToken ? undefined : refused(401, "Token does not exist");
}
