import type { RecordedRequest } from "../recorded-request.ts";
import type { SentryResponse } from "../sentry-response.ts";
import { oauthError } from "./oauth-response.ts";
import type { OAuthClient } from "./oauth-server.ts";

/** The client that a token request names and, unless a public client or `secretOptional`, proves to be. */
export function authenticateClient(
  { authorization }: RecordedRequest,
  form: URLSearchParams,
  clients: readonly OAuthClient[],
  secretOptional: boolean,
): { readonly client: OAuthClient } | { readonly refusal: SentryResponse } {
  const basic = /^basic +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (basic !== undefined && (form.has("client_id") || form.has("client_secret")))
    return { refusal: oauthError("invalid_request") };
  // Sentry doesn't percent-decode the two halves.
  const [, id, secret] =
    basic === undefined
      ? [undefined, form.get("client_id"), form.get("client_secret")]
      : (/^([^:]*):(.*)$/s.exec(Buffer.from(basic, "base64").toString()) ?? []);
  const client = clients.find(({ clientId }) => clientId === id);
  if (client === undefined) return { refusal: oauthError("invalid_client") };
  const proven = client.clientSecret === undefined || client.clientSecret === secret || (secretOptional && !secret);
  return proven ? { client } : { refusal: oauthError("invalid_client") };
}
