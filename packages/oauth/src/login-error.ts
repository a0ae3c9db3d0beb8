import { isSentryAuthError, SentryAuthError, type SentryAuthErrorCode } from "@x/sentry-core";
import { NAME } from "./login-options.ts";
import { OAuthFailure } from "./oauth-failure.ts";

/** The failures that a new login solves, with what happened. */
const SOLVED_BY_LOGIN: Readonly<Record<string, string>> = {
  access_denied: "the user denied access. Start the login again if that was a mistake",
  expired_token: "the user didn't approve the login in time. Start it again",
  invalid_grant:
    "Sentry doesn't accept the code: it was used already, has expired, or belongs to another login. Start the login again",
  state_mismatch:
    "the callback doesn't belong to this login: it has another state. Start the login again in this browser",
  issuer_mismatch: "the callback comes from another issuer than this login's instance. Start the login again",
};

const SOLVED_OTHERWISE: Readonly<Record<string, string>> = {
  invalid_client:
    "Sentry doesn't accept the client. Check `clientId` and `clientSecret`; a public client has no secret",
  invalid_scope: "Sentry doesn't accept the scopes. Check `scopes` against those of the application",
  lost_response: "the response of the login was lost. Start the login again",
  unsupported:
    "this Sentry doesn't support the login. A self-hosted one does from version 26.1.0; use an auth token before that",
};

/** The error of a login that failed: an {@link OAuthFailure} as the cause of a `SentryAuthError`, any other as it is. */
export function loginError(failure: unknown): unknown {
  if (!(failure instanceof OAuthFailure)) return failure;
  const { code, message } = failure;
  const again = ownEntry(SOLVED_BY_LOGIN, code);
  if (again !== undefined) return authError("ERR_LOGIN_REQUIRED", again, failure);
  const otherwise = ownEntry(SOLVED_OTHERWISE, code) ?? `the login failed: ${message}`;
  return authError("ERR_SECRET_UNAVAILABLE", otherwise, failure);
}

const LOST =
  "no response to the refresh arrived, so the login may be lost. The next request tries again. If that fails with ERR_LOGIN_REQUIRED, the user has to log in again";

const UNCHANGED: Readonly<Record<string, string>> = {
  invalid_client:
    "Sentry doesn't accept the client, so the token was not refreshed. Check `clientId` and `clientSecret`",
};

/** The error of a refresh that failed. */
export function refreshError(failure: unknown): SentryAuthError {
  if (isSentryAuthError(failure)) return failure;
  // Only these two kinds of error reach this function, and a third would not be one to print.
  const { code, message } =
    failure instanceof OAuthFailure ? failure : new OAuthFailure("unknown", "an unexpected error");
  const text =
    code === "lost_response"
      ? LOST
      : (ownEntry(UNCHANGED, code) ?? `the token was not refreshed: ${message}. The login is not lost`);
  return authError("ERR_SECRET_UNAVAILABLE", text, failure);
}

/** The error for an account without a login. */
export function loginRequired(account: string, happened: string): SentryAuthError {
  const whose = account === "default" ? "" : ` of the account ${JSON.stringify(account)}`;
  const message = `${happened}${whose}. Log in with deviceLogin, or with startLogin and finishLogin`;
  return new SentryAuthError("ERR_LOGIN_REQUIRED", message, { strategy: NAME });
}

function authError(code: SentryAuthErrorCode, message: string, cause: unknown): SentryAuthError {
  return new SentryAuthError(code, message, {
    strategy: NAME,
    cause: cause instanceof OAuthFailure ? cause : undefined,
  });
}

function ownEntry(messages: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(messages, code) ? messages[code] : undefined;
}
