import { readOptions, type Secret } from "@x/sentry-core";
import type { CredentialStore } from "@x/sentry-store";
import { type ExchangeFetchLike, readInstance } from "@x/sentry-store";
import {
  AuthorizationResponseError,
  type AuthorizationServer,
  authorizationCodeGrantRequest,
  type Client,
  processAuthorizationCodeResponse,
  validateAuthResponse,
} from "oauth4webapi";
import { clientAuthentication } from "./client-secret.ts";
import { loginError } from "./login-error.ts";
import { readClientId, readLoginKey } from "./login-options.ts";
import type { LoginResult } from "./login-result.ts";
import { OAuthFailure, withCleanFailure } from "./oauth-failure.ts";
import { authorizationServer, exchangeWith } from "./sentry-protocol.ts";
import type { PendingLogin } from "./start-login.ts";
import { storeLogin } from "./store-login.ts";

/**
 * Finishes a login in the browser: checks the callback, exchanges its code and stores the login for {@link oauthAuth}.
 *
 * @example
 * const callback = (session: { login: PendingLogin; userId: string }, callbackUrl: string) =>
 *   finishLogin({
 *     login: session.login,
 *     callbackUrl,
 *     clientId: process.env.SENTRY_OAUTH_CLIENT_ID,
 *     clientSecret: process.env.SENTRY_OAUTH_CLIENT_SECRET,
 *     store: memoryStore(),
 *     account: session.userId,
 *   });
 *
 * @param options.login - The login from {@link startLogin}, out of the session.
 * @param options.callbackUrl - The URL that Sentry redirected the user to. A path with a query is enough.
 * @param options.clientSecret - Left out for a public client.
 * @param options.account - The name under which the login is stored. @default "default"
 * @throws {SentryAuthError} `ERR_LOGIN_REQUIRED` if the user denied access, or the callback or its code doesn't belong to
 *   this login. `ERR_SECRET_UNAVAILABLE` if Sentry or the store failed. `cause.code` has the reason.
 * @throws {TypeError} if an option is missing or wrong.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1
 */
export async function finishLogin(options: {
  readonly login: PendingLogin;
  readonly callbackUrl: string | { readonly href: string };
  readonly clientId: string | undefined;
  readonly clientSecret?: Secret | undefined;
  readonly store: CredentialStore;
  readonly account?: string | undefined;
  readonly fetch?: ExchangeFetchLike | undefined;
}): Promise<LoginResult> {
  const call = "finishLogin({ login, callbackUrl, clientId, clientSecret?, store, account? })";
  const required = ["login", "callbackUrl", "clientId", "store"] as const;
  const given = readOptions(call, options, required, ["clientSecret", "account", "fetch"]);
  const { instance, redirectUri, state, codeVerifier } = readLogin(given.login);
  const client: Client = { client_id: readClientId(given.clientId) };
  const withClient = clientAuthentication(given.clientSecret);
  const { store, key } = readLoginKey(given, instance, client.client_id);
  const server = authorizationServer(instance);
  // Frameworks often have only the path and the query.
  const url = URL.parse(String(given.callbackUrl), redirectUri);
  if (url === null) throw new TypeError("finishLogin: `callbackUrl` must be the URL that the user was redirected to");
  // Not below this frame, whose variables an error reporter could record.
  const parameters = await Promise.resolve().then(() => readCallback(server, client, url, state));
  return storeLogin(store, key, async () => {
    const { options: requestOptions, user } = exchangeWith(instance, given.fetch);
    const response = await withClient((authentication) => {
      const exchanged = authorizationCodeGrantRequest(
        server,
        client,
        authentication,
        parameters,
        redirectUri,
        codeVerifier,
        requestOptions,
      );
      return withCleanFailure(exchanged.then((received) => processAuthorizationCodeResponse(server, client, received)));
    });
    return { response, user: user() };
  });
}

function readLogin(login: unknown): PendingLogin {
  const { instance, redirectUri, state, codeVerifier } = Object(login);
  const texts = [instance, redirectUri, state, codeVerifier];
  if (!texts.every((text) => typeof text === "string" && text !== ""))
    throw new TypeError("finishLogin: `login` must be the login that startLogin returned. Did the session lose it?");
  return { instance: readInstance(instance, "finishLogin"), redirectUri, state, codeVerifier };
}

/** The callback's parameters, checked against the login. */
function readCallback(server: AuthorizationServer, client: Client, url: URL, state: string): URLSearchParams {
  try {
    return validateAuthResponse(server, client, url, state);
  } catch (error) {
    throw loginError(callbackFailure(error));
  }
}

/** The errors of oauth4webapi contain all parameters, the code included. */
function callbackFailure(error: unknown): OAuthFailure {
  if (error instanceof AuthorizationResponseError) {
    const code = /^[a-z_]{1,40}$/.test(error.error) ? error.error : "invalid_callback";
    return new OAuthFailure(code, `Sentry returned the user with an error: ${code}`);
  }
  const message = error instanceof Error ? error.message : "";
  if (message.includes('"state"')) return new OAuthFailure("state_mismatch", "the callback has another state");
  if (message.includes('"iss"')) return new OAuthFailure("issuer_mismatch", "the callback has another issuer");
  return new OAuthFailure("invalid_callback", "the callback is not one of the authorization code flow");
}
