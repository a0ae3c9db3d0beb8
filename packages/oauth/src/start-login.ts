import { readOptions } from "@x/sentry-core";
import { readInstance } from "@x/sentry-store";
import { calculatePKCECodeChallenge, generateRandomCodeVerifier, generateRandomState } from "oauth4webapi";
import { readClientId, readScopes } from "./login-options.ts";
import { authorizationServer } from "./sentry-protocol.ts";

/**
 * A login that has begun, as plain JSON. Keep it where only your server and this user's browser session reach it, such
 * as the session: it proves that the callback belongs to this login.
 *
 * @example
 * const session: { login?: PendingLogin } = {};
 * const { login } = await startLogin({
 *   clientId: process.env.SENTRY_OAUTH_CLIENT_ID,
 *   redirectUri: "https://app.acme.com/callback",
 *   scopes: ["org:read"],
 * });
 * session.login = login;
 */
export interface PendingLogin {
  /** The origin of the Sentry that asks the user, and that gets the code and the client secret. */
  readonly instance: string;
  readonly redirectUri: string;
  /** The value that the callback has to return. */
  readonly state: string;
  /** The secret of PKCE. */
  readonly codeVerifier: string;
}

/**
 * Starts a login in the browser: returns the URL to send the user to, and the login to keep in the session until
 * {@link finishLogin}.
 *
 * @example
 * const { url, login } = await startLogin({
 *   clientId: process.env.SENTRY_OAUTH_CLIENT_ID,
 *   redirectUri: "https://app.acme.com/callback",
 *   scopes: ["org:read", "event:read"],
 * });
 *
 * @param options.instance - The origin of the Sentry that asks the user. @default "https://sentry.io"
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` if there is no client id.
 * @throws {TypeError} if an option is missing or wrong.
 * @see https://docs.sentry.io/api/auth/
 * @see https://www.rfc-editor.org/rfc/rfc7636
 */
export async function startLogin(options: {
  readonly clientId: string | undefined;
  readonly redirectUri: string | { readonly href: string };
  readonly scopes: readonly string[];
  readonly instance?: string | { readonly href: string } | undefined;
}): Promise<{ readonly url: string; readonly login: PendingLogin }> {
  const call = "startLogin({ clientId, redirectUri, scopes, instance? })";
  const given = readOptions(call, options, ["clientId", "redirectUri", "scopes"], ["instance"]);
  const instance = readInstance(given.instance, "startLogin");
  const redirectUri = readRedirectUri(given.redirectUri);
  const login: PendingLogin = {
    instance,
    redirectUri,
    state: generateRandomState(),
    codeVerifier: generateRandomCodeVerifier(),
  };
  const url = new URL(authorizationServer(instance).authorization_endpoint);
  url.search = String(
    new URLSearchParams({
      response_type: "code",
      client_id: readClientId(given.clientId),
      redirect_uri: redirectUri,
      scope: readScopes(given.scopes, "startLogin"),
      state: login.state,
      code_challenge: await calculatePKCECodeChallenge(login.codeVerifier),
      code_challenge_method: "S256",
    }),
  );
  return { url: url.href, login };
}

/** The text as it was given: Sentry compares it with the registered one letter by letter. */
function readRedirectUri(redirectUri: unknown): string {
  const text = String(redirectUri);
  if (URL.canParse(text)) return text;
  throw new TypeError('startLogin: `redirectUri` must be an absolute URL, such as "https://app.acme.com/callback"');
}
