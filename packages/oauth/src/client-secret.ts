import { type Authorization, defineStrategy, type Rejection, type Secret } from "@x/sentry-core";
import { type ClientAuth, ClientSecretPost, None } from "oauth4webapi";
import { NAME } from "./login-options.ts";
import { OAuthFailure } from "./oauth-failure.ts";

/** Calls a function with the client's authentication at the token endpoint. */
export type WithClient = <T>(exchange: (authentication: ClientAuth) => Promise<T>) => Promise<T>;

/**
 * Authenticates a client with its secret, which core checks, caches and renews like every other secret, or as a public
 * client.
 *
 * An exchange that Sentry refuses with `invalid_client` is made once more if the secret's function returns another secret:
 * Sentry checks the client first, so the grant is still unused.
 */
export function clientAuthentication(secret: Secret | undefined): WithClient {
  if (secret === undefined) return (exchange) => exchange(None());
  const source = defineStrategy({
    name: NAME,
    label: "client secret",
    secret,
    read: (credentials) => ({ credentials }),
    canRenew: () => true,
  });
  const request = { url: "https://sentry.io/oauth/token/", method: "POST" };
  return async (exchange) => {
    const sent = await source.authorize(request);
    try {
      return await exchange(inBody(sent));
    } catch (error) {
      if (!(error instanceof OAuthFailure) || error.code !== "invalid_client") throw error;
      const renewed = await source.renew?.(sent, request, refused);
      if (renewed === undefined || renewed.header === sent.header) throw error;
      return exchange(inBody(renewed));
    }
  };
}

/** In the body: oauth4webapi percent-encodes the parts of `Basic`, and Sentry doesn't decode them. */
function inBody(secret: Authorization): ClientAuth {
  return ClientSecretPost(secret.header);
}

const refused: Rejection = { status: 401, url: undefined, header: () => undefined, text: async () => undefined };
