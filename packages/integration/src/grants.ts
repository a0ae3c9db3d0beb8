import type { Authorization } from "@x/sentry-core";
import type { Installation } from "./installation.ts";
import { signJwt } from "./sign-jwt.ts";

/**
 * Creates the headers and the body of one exchange.
 *
 * @param now - Milliseconds since the epoch, by Sentry's clock.
 */
export type Grant = (
  secret: Authorization,
  now: number,
) => Promise<{ readonly headers: Record<string, string>; readonly body: string }>;

const JSON_BODY = { "Content-Type": "application/json" };

/** The grant that needs nothing but the client secret, and that Sentry recommends. */
export function jwtGrant({ clientId }: Installation): Grant {
  return async (secret, now) => ({
    headers: { ...JSON_BODY, Authorization: `Bearer ${await signJwt(clientId, secret, now)}` },
    body: '{"grant_type":"urn:ietf:params:oauth:grant-type:jwt-bearer"}',
  });
}

/** The grant of a new installation. Sentry accepts a code once. */
export function codeGrant({ clientId }: Installation, code: string): Grant {
  return async (secret) => ({
    headers: JSON_BODY,
    body: JSON.stringify({
      grant_type: "authorization_code",
      code,
      client_id: clientId,
      client_secret: secret.header,
    }),
  });
}
