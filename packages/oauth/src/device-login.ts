import { type PlatformSignal, readOptions } from "@x/sentry-core";
import type { CredentialStore } from "@x/sentry-store";
import { type ExchangeFetchLike, readInstance } from "@x/sentry-store";
import {
  type AuthorizationServer,
  type Client,
  type DeviceAuthorizationResponse,
  deviceAuthorizationRequest,
  deviceCodeGrantRequest,
  None,
  processDeviceAuthorizationResponse,
  processDeviceCodeResponse,
  type TokenEndpointResponse,
} from "oauth4webapi";
import { readClientId, readLoginKey, readScopes } from "./login-options.ts";
import type { LoginResult } from "./login-result.ts";
import { OAuthFailure, withCleanFailure } from "./oauth-failure.ts";
import { authorizationServer, type Exchange, exchangeWith } from "./sentry-protocol.ts";
import { storeLogin } from "./store-login.ts";
import { untilAborted, wait } from "./wait.ts";

/**
 * What to show to a user who logs in on another device.
 *
 * @example
 * const show = ({ userCode, url }: DevicePrompt) => console.error(`Open ${url} and enter ${userCode}`);
 */
export interface DevicePrompt {
  /** Such as `BCDF-GHJK`. */
  readonly userCode: string;
  /** The page that asks for the code. */
  readonly url: string;
  /** The same page with the code filled in: for a link, a QR code, or to be opened in a browser. */
  readonly urlWithCode: string;
  readonly expiresAt: Date;
}

// A poll that is early by some milliseconds, since timers and clocks differ, costs five seconds.
const MARGIN = 100;
const SLOW_DOWN = 5000;

/**
 * Logs in from a device without a browser, such as a terminal: shows a code, waits until the user has entered it in a
 * browser, and stores the login for {@link oauthAuth}.
 *
 * @example
 * const { user } = await deviceLogin({
 *   clientId: process.env.SENTRY_OAUTH_CLIENT_ID,
 *   scopes: ["org:read", "event:read"],
 *   store: memoryStore(),
 *   show: ({ userCode, urlWithCode }) => console.error(`Open ${urlWithCode} and compare the code: ${userCode}`),
 * });
 *
 * @param options.show - Shows the code to the user. If it returns a promise, the polling starts after it.
 * @param options.account - The name under which the login is stored. @default "default"
 * @param options.instance - The origin of the Sentry that asks the user. @default "https://sentry.io"
 * @param options.signal - Ends the login: the promise rejects with the signal's reason.
 * @throws {SentryAuthError} `ERR_LOGIN_REQUIRED` if the user denied access (`cause.code` is `access_denied`) or didn't decide
 *   in time (`expired_token`). `ERR_SECRET_UNAVAILABLE` if this Sentry has no device login (`unsupported`), or Sentry or the
 *   store failed.
 * @throws {TypeError} if an option is missing or wrong.
 * @see https://www.rfc-editor.org/rfc/rfc8628
 */
export async function deviceLogin(options: {
  readonly clientId: string | undefined;
  readonly scopes: readonly string[];
  readonly store: CredentialStore;
  readonly account?: string | undefined;
  readonly instance?: string | { readonly href: string } | undefined;
  readonly show: (prompt: DevicePrompt) => void | Promise<void>;
  readonly signal?: PlatformSignal | undefined;
  readonly fetch?: ExchangeFetchLike | undefined;
}): Promise<LoginResult> {
  const call = "deviceLogin({ clientId, scopes, store, show, account?, instance?, signal? })";
  const required = ["clientId", "scopes", "store", "show"] as const;
  const given = readOptions(call, options, required, ["account", "instance", "signal", "fetch"]);
  const instance = readInstance(given.instance, "deviceLogin");
  const client: Client = { client_id: readClientId(given.clientId) };
  const scope = readScopes(given.scopes, "deviceLogin");
  const { store, key } = readLoginKey(given, instance, client.client_id);
  const { show, signal } = given;
  if (typeof show !== "function") throw new TypeError("deviceLogin: `show` must be a function");
  const server = authorizationServer(instance);
  const exchange = exchangeWith(instance, given.fetch);

  return storeLogin(store, key, async () => {
    signal?.throwIfAborted();
    const started = deviceAuthorizationRequest(server, client, None(), { scope }, exchange.options).then((response) =>
      processDeviceAuthorizationResponse(server, client, response),
    );
    const code = await untilAborted(withCleanFailure(started), signal);
    const end = Date.now() + code.expires_in * 1000;
    await untilAborted(Promise.resolve(show(promptOf(code, end))), signal);
    const response = await poll(server, client, exchange, code, end, signal);
    return { response, user: exchange.user() };
  });
}

function promptOf(code: DeviceAuthorizationResponse, end: number): DevicePrompt {
  // A program may open the URL with a command of the system, so it must be one of the web.
  const [url, urlWithCode] = [code.verification_uri, code.verification_uri_complete ?? code.verification_uri].map(
    (text) => {
      const parsed = URL.parse(text);
      if (parsed === null || !/^https?:$/.test(parsed.protocol))
        throw new OAuthFailure("unexpected_response", "the response contains no URL for the user");
      return parsed.href;
    },
  );
  return { userCode: code.user_code, url: url ?? "", urlWithCode: urlWithCode ?? "", expiresAt: new Date(end) };
}

async function poll(
  server: AuthorizationServer,
  client: Client,
  exchange: Exchange,
  code: DeviceAuthorizationResponse,
  end: number,
  signal: AbortSignal | undefined,
): Promise<TokenEndpointResponse> {
  let interval = (code.interval ?? 5) * 1000;
  for (;;) {
    await wait(interval + MARGIN, signal);
    if (Date.now() >= end) throw new OAuthFailure("expired_token", "the code expired");
    const polled = deviceCodeGrantRequest(server, client, None(), code.device_code, exchange.options).then((response) =>
      processDeviceCodeResponse(server, client, response),
    );
    try {
      return await untilAborted(withCleanFailure(polled), signal);
    } catch (error) {
      const reason = error instanceof OAuthFailure ? error.code : undefined;
      // A laptop loses its network for a while. The code stays valid, and polling it again changes nothing.
      if (["slow_down", "rate_limited", "unreachable", "lost_response"].includes(reason ?? "")) interval += SLOW_DOWN;
      else if (reason !== "authorization_pending") throw error;
    }
  }
}
