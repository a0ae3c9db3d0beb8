import type { ExchangeFetchLike } from "@x/sentry-store";
import type { AuthorizationServer } from "oauth4webapi";
import { allowInsecureRequests, customFetch } from "oauth4webapi";
import type { OAuthUser } from "./login-result.ts";
import { OAuthFailure } from "./oauth-failure.ts";

// This file contains all of Sentry's differences from the protocol that oauth4webapi implements.

/** Sentry publishes no metadata (RFC 8414). The slashes at the end matter: a redirected POST loses its body. */
export function authorizationServer(
  instance: string,
): AuthorizationServer & { readonly authorization_endpoint: string } {
  return {
    issuer: instance,
    authorization_endpoint: `${instance}/oauth/authorize/`,
    token_endpoint: `${instance}/oauth/token/`,
    device_authorization_endpoint: `${instance}/oauth/device/code/`,
  };
}

/** The options of oauth4webapi's requests, and the user in the last response, which is not a part of OAuth. */
export interface Exchange {
  readonly options: {
    readonly [customFetch]: (
      url: string,
      init: { body?: unknown; headers: Record<string, string> },
    ) => Promise<Response>;
    readonly [allowInsecureRequests]: boolean;
  };
  readonly user: () => OAuthUser;
}

/** Prepares requests to one instance; anything but a usable response rejects with an {@link OAuthFailure}. */
export function exchangeWith(instance: string, fetchOption: ExchangeFetchLike | undefined): Exchange {
  let user: OAuthUser = { id: null, name: null, email: null };
  return {
    user: () => user,
    options: {
      // An http instance was named by the caller.
      [allowInsecureRequests]: instance.startsWith("http:"),
      [customFetch]: (url, { body, headers }) => {
        // The global is looked up late, so that it can be replaced after this module was loaded.
        const send: ExchangeFetchLike = fetchOption ?? fetch;
        return read(() => send(url, { method: "POST", headers, body: String(body), redirect: "manual" }))
          .then(outcomeOf)
          .then(usable)
          .then((json) => {
            user = userOf(json["user"]);
            return Response.json(json);
          });
      },
    },
  };
}

type Json = Readonly<Record<string, unknown>>;

// Error reporters record the local variables of the frames below which an error is thrown. So everything that has a token
// among its variables returns a failure, and only `usable` and `read` throw one.

/** The body of a successful response without its traps, or the failure. */
async function outcomeOf({
  status,
  text,
}: {
  readonly status: number;
  readonly text: string;
}): Promise<Json | OAuthFailure> {
  // Parsed in a promise callback: a throw below a frame of this package would show its variables, the text among them.
  const parsed: unknown = await Promise.resolve(text)
    .then(JSON.parse)
    .catch(() => undefined);
  const json = typeof parsed === "object" && parsed !== null ? ownMembers(parsed) : undefined;
  if (status !== 200 || json === undefined) return failureOf(status, text, json);
  return withoutTraps(json);
}

function usable(outcome: Json | OAuthFailure): Json {
  if (outcome instanceof OAuthFailure) throw outcome;
  return outcome;
}

async function read(
  send: () => ReturnType<ExchangeFetchLike>,
): Promise<{ readonly status: number; readonly text: string }> {
  try {
    // Without the frames of oauth4webapi, which have the form among their variables.
    await undefined;
    const response = await send();
    return { status: response.status, text: await response.text() };
  } catch (error) {
    const code = networkCode(error);
    // Nothing was sent.
    if (
      code !== undefined &&
      /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT)$/.test(code)
    )
      throw new OAuthFailure("unreachable", `Sentry could not be reached (${code})`);
    throw new OAuthFailure("lost_response", `no complete response arrived${code === undefined ? "" : ` (${code})`}`);
  }
}

function failureOf(status: number, text: string, json: Json | undefined): OAuthFailure {
  const error = json?.["error"];
  // Sentry's token endpoint sends a code alone, without a description.
  if (status >= 400 && status < 500 && typeof error === "string" && /^[a-z_]{1,40}$/.test(error))
    return new OAuthFailure(error, `Sentry refused the request: ${error}`);
  if (status === 429) return new OAuthFailure("rate_limited", "Sentry received too many requests (status 429)");
  // A gateway can fail after Sentry has committed the exchange.
  if (status >= 500) return new OAuthFailure("lost_response", `the response was lost on its way (status ${status})`);
  if (status === 403 && /^\s*</.test(text)) {
    return new OAuthFailure(
      "unsupported",
      "the response is an HTML page with status 403. A self-hosted Sentry supports this from version 26.1.0. Otherwise a proxy in front of Sentry refused the request",
    );
  }
  const redirected = status === 0 || (status >= 300 && status < 400);
  return new OAuthFailure(
    "unexpected_response",
    redirected
      ? "the request was redirected, which is not followed. Is `instance` the address that Sentry itself uses?"
      : `the response is not Sentry's (status ${status}). Is there a proxy in front of it?`,
  );
}

/** Own members alone: a polluted prototype adds none. */
function ownMembers(value: unknown): Json {
  return Object.assign(Object.create(null), value);
}

/**
 * A copy of a response's body without what oauth4webapi 3.8.8 rejects: `null` for a missing value, an `id_token` that is
 * signed with HS256, other values that it doesn't expect. Rejecting them after the rotation would lose the login.
 */
function withoutTraps(json: Json): Json | OAuthFailure {
  if (json["device_code"] !== undefined)
    return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null));
  const { access_token, refresh_token, expires_in, scope } = json;
  if (!isText(access_token)) return new OAuthFailure("unexpected_response", "the response contains no access token");
  return {
    access_token,
    token_type: "Bearer",
    ...(isText(refresh_token) ? { refresh_token } : {}),
    ...(typeof expires_in === "number" && expires_in >= 0 ? { expires_in } : {}),
    ...(typeof scope === "string" ? { scope } : {}),
    user: json["user"],
  };
}

function userOf(user: unknown): OAuthUser {
  const { id, name, email } = ownMembers(user);
  const textOf = (value: unknown): string | null => (isText(value) || typeof value === "number" ? String(value) : null);
  return { id: textOf(id), name: textOf(name), email: textOf(email) };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** The code of a network error: it is on the error itself or on its cause, which fetch adds. */
function networkCode(error: unknown): string | undefined {
  for (const { code } of [Object(error), Object(Object(error).cause)])
    if (typeof code === "string" && /^[A-Z][A-Z0-9_]{1,40}$/.test(code)) return code;
  return undefined;
}
