import type { SentryResponse } from "../sentry-response.ts";
import type { Codes } from "./codes.ts";
import { htmlPage } from "./oauth-response.ts";
import { readScopes } from "./oauth-scopes.ts";
import type { OAuthClient, OAuthServer } from "./oauth-server.ts";

/** The page that asks the user: the decision is made at once. All redirect URIs count as registered. */
export function authorizePage(
  parameters: URLSearchParams,
  clients: readonly OAuthClient[],
  codes: Codes,
  decision: OAuthServer["decision"],
): SentryResponse {
  const client = clients.find(({ clientId }) => clientId === parameters.get("client_id"));
  const redirectUri = parameters.get("redirect_uri") ?? "";
  // Without a client and a place to return to, there is only a page for the user.
  if (client === undefined) return htmlPage(400, "Missing or invalid client_id parameter.");
  const target = URL.parse(redirectUri);
  if (target === null) return htmlPage(400, "Missing or invalid redirect_uri parameter.");

  const redirect = (result: Record<string, string>): SentryResponse => {
    for (const [name, value] of Object.entries(result)) target.searchParams.set(name, value);
    const state = parameters.get("state");
    if (state !== null) target.searchParams.set("state", state);
    return { status: 302, headers: { Location: target.href } };
  };
  if (parameters.get("response_type") !== "code") return redirect({ error: "unsupported_response_type" });
  const challenge = parameters.get("code_challenge");
  const missing = challenge === null && client.clientSecret === undefined;
  const unsound = challenge !== null && !/^[\w.~-]{43,128}$/.test(challenge);
  const plain = challenge !== null && parameters.get("code_challenge_method") !== "S256";
  if (missing || unsound || plain) return redirect({ error: "invalid_request" });
  const scopes = readScopes(parameters.get("scope"));
  if (scopes === undefined) return redirect({ error: "invalid_scope" });
  if (decision === "deny") return redirect({ error: "access_denied" });
  return redirect({ code: codes.create({ clientId: client.clientId, redirectUri, scopes, challenge }) });
}
