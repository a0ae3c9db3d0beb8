import { type AuthStrategy, type OriginOption, readOptions, type Secret } from "@x/sentry-core";
import {
  type CredentialStore,
  defineSharedStrategy,
  type ExchangeFetchLike,
  type ExchangeOutcome,
  readInstance,
  type StoredCredential,
} from "@x/sentry-store";
import { type Client, processRefreshTokenResponse, refreshTokenGrantRequest } from "oauth4webapi";
import { clientAuthentication } from "./client-secret.ts";
import { loginRequired, refreshError } from "./login-error.ts";
import { NAME, readClientId, readLoginKey } from "./login-options.ts";
import { OAuthFailure, withCleanFailure } from "./oauth-failure.ts";
import { authorizationServer, exchangeWith } from "./sentry-protocol.ts";
import { credentialOf } from "./store-login.ts";

/**
 * Authenticates as a user who logged in with {@link deviceLogin} or {@link startLogin}, and keeps the login alive.
 *
 * Sentry replaces both tokens at each refresh, and the former ones are invalid at once. So all processes with this login
 * must share the store.
 *
 * @example
 * const strategy = oauthAuth({ clientId: process.env.SENTRY_OAUTH_CLIENT_ID, store: memoryStore() });
 *
 * @param options.clientSecret - Left out for a public client.
 * @param options.store - The store that contains the login, shared by all processes that use it.
 * @param options.account - The name under which the login was stored. @default "default"
 * @param options.instance - The origin of the Sentry that issued the login. @default "https://sentry.io"
 * @param options.origin - The origins that the access token may go to, by default the instance and Sentry's own for sentry.io.
 * @param options.fetch - Sends the refresh requests, for instance through a proxy.
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` if there is no client id, or a fixed client secret can't be sent. Requests
 *   reject with `ERR_LOGIN_REQUIRED` if the user has to log in, and with `ERR_SECRET_UNAVAILABLE` if the store or the refresh
 *   failed.
 * @throws {TypeError} if an option is missing or wrong.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export function oauthAuth(options: {
  readonly clientId: string | undefined;
  readonly clientSecret?: Secret | undefined;
  readonly store: CredentialStore;
  readonly account?: string | undefined;
  readonly instance?: string | { readonly href: string } | undefined;
  readonly origin?: OriginOption | undefined;
  readonly fetch?: ExchangeFetchLike | undefined;
}): AuthStrategy {
  const call = "oauthAuth({ clientId, store, clientSecret?, account?, instance?, origin? })";
  const optional = ["clientSecret", "account", "instance", "origin", "fetch"] as const;
  const given = readOptions(call, options, ["clientId", "store"], optional);
  const instance = readInstance(given.instance, "oauthAuth");
  const client: Client = { client_id: readClientId(given.clientId) };
  const { store, key, account } = readLoginKey(given, instance, client.client_id);
  const withClient = clientAuthentication(given.clientSecret);
  const server = authorizationServer(instance);

  // Nothing is thrown here: error reporters record the local variables of a frame that throws.
  function exchange(current: StoredCredential | undefined): Promise<ExchangeOutcome> {
    if (current === undefined) return refuse("there is no login");
    const { refreshToken } = current;
    if (refreshToken === undefined) return refuse("the login has ended and can't be refreshed");
    const { options: requestOptions } = exchangeWith(instance, given.fetch);
    const response = withClient((authentication) => {
      const exchanged = refreshTokenGrantRequest(server, client, authentication, refreshToken, requestOptions);
      return withCleanFailure(exchanged.then((received) => processRefreshTokenResponse(server, client, received)));
    });
    return response.then((received) => credentialOf(received, refreshToken), outcomeOf);
  }

  async function refuse(happened: string): Promise<never> {
    await undefined;
    throw loginRequired(account, happened);
  }

  return defineSharedStrategy({
    name: NAME,
    store,
    key,
    origin: given.origin,
    origins: instance === "https://sentry.io" ? ["https://sentry.io", "https://*.sentry.io"] : [instance],
    renewBefore: 60 * 60 * 1000,
    exchange,
    superseded: () => loginRequired(account, "Sentry doesn't know the login any more"),
  });
}

/** The outcome of a refresh that failed. */
function outcomeOf(error: unknown): ExchangeOutcome {
  const code = error instanceof OAuthFailure ? error.code : undefined;
  if (code === "invalid_grant") return "superseded";
  if (code === "lost_response") throw refreshError(error);
  return { unchanged: refreshError(error) };
}
