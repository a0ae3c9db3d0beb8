import { bearerAuth } from "@x/sentry-bearer";
import { type AuthStrategy, isSentryAuthError, type SentryAuthErrorCode } from "@x/sentry-core";
import { dsnAuth } from "@x/sentry-dsn";
import { withSentryAuth } from "@x/sentry-fetch";
import { authorizeInstallation, type ExchangeFetchLike, integrationAuth } from "@x/sentry-integration";
import { legacyBasicAuth } from "@x/sentry-legacy-basic";
import { finishLogin, oauthAuth } from "@x/sentry-oauth";
import { withProxyHeaders } from "@x/sentry-proxy";
import { memoryStore } from "@x/sentry-store";
import { userTokenAuth } from "@x/sentry-user-token";

/** A mistake, and the remedy in the guide. */
interface Mistake {
  readonly code: SentryAuthErrorCode;
  readonly make: () => unknown;
  readonly remedy: string;
}

const url = "https://sentry.io/api/0/organizations/acme/projects/";
const hexadecimal = "0123456789abcdef".repeat(4);
const claims = btoa('{"iat":1704205802,"url":"https://sentry.io","region_url":"https://us.sentry.io","org":"acme"}');
const organizationToken = `sntrys_${claims}_${"A".repeat(43)}`;

// No request below leaves the process.
const nowhere: typeof fetch = async () => new Response();
const send = (strategy: AuthStrategy, to = url): Promise<unknown> => withSentryAuth(nowhere, strategy)(to);

/** A browser's response to a redirect that the caller follows itself. */
const redirecting: typeof fetch = async () =>
  Object.defineProperty(new Response(), "type", { value: "opaqueredirect" });

/** An installation whose exchange gets this response. */
const installation = (fetch: ExchangeFetchLike) => ({
  installationId: "7a485448-a9e2-4c85-8a3c-4f44175783c9",
  clientId: "1a2b3c",
  clientSecret: hexadecimal,
  store: memoryStore(),
  fetch,
});
const refusing = (status: number, detail: string) => installation(async () => Response.json({ detail }, { status }));

/** A login that has to be refreshed, by an exchange that gets this response. */
const login = (fetch: ExchangeFetchLike) => {
  const stored = { id: "1", value: hexadecimal, issuedAt: 0, expiresAt: 1, refreshToken: hexadecimal };
  return oauthAuth({ clientId: "1a2b3c", store: { ...memoryStore(), read: async () => stored }, fetch });
};
const callback = "https://app.acme.com/callback?error=access_denied&state=1";
const pending = { instance: "https://sentry.io", redirectUri: callback, state: "1", codeVerifier: hexadecimal };

const invalid = (remedy: string, make: () => unknown): Mistake => ({ code: "ERR_INVALID_SECRET", make, remedy });

/** The mistakes in the order in which people make them. */
export const mistakes: readonly Mistake[] = [
  invalid("Check the variable in this process, or the file.", () => bearerAuth({ token: undefined })),
  invalid("Replace the example's text with the real secret.", () => bearerAuth({ token: "<auth_token>" })),
  invalid(
    "Pass the secret alone and on one line. The strategy adds the scheme word. Positions count from 0, after trimming.",
    () => bearerAuth({ token: "Bearer 1a2b3c" }),
  ),
  invalid("Use `dsnAuth` for a DSN.", () =>
    bearerAuth({ token: "https://0123456789abcdef@o1.ingest.us.sentry.io/42" }),
  ),
  invalid(
    "The endpoint needs a user: create a token under *User settings › Personal Tokens*. Otherwise, use `bearerAuth`.",
    () => userTokenAuth({ token: organizationToken }),
  ),
  invalid("Copy it again, whole.", () => userTokenAuth({ token: "1a2b3c" })),
  invalid("Copy the whole DSN from *Project settings › Client Keys (DSN)*.", () =>
    dsnAuth({ dsn: "https://o1.ingest.us.sentry.io/42" }),
  ),
  invalid("Use `bearerAuth` for a token.", () => dsnAuth({ dsn: `sntryu_${hexadecimal}` })),
  invalid("Pass the key without the colon that curl needs.", () => legacyBasicAuth({ apiKey: "1a2b3c:" })),
  invalid("`expires_in` and the like are seconds: `Date.now() + expires_in * 1000`.", () =>
    send(bearerAuth({ token: () => ({ value: "1a2b3c", expiresAt: 1_704_205_802 }) })),
  ),
  invalid("A custom strategy returned a header with a line break or another illegal character.", () =>
    send({ name: "mine", authorize: () => ({ header: "Bearer 1a2b3c\n", origins: ["https://sentry.io"] }) }),
  ),
  {
    code: "ERR_UNTRUSTED_ORIGIN",
    make: () => send(bearerAuth({ token: "1a2b3c" }), "https://sentry.acme.com/api/0/organizations/"),
    remedy: "See below the table.",
  },
  {
    code: "ERR_SECRET_UNAVAILABLE",
    make: () => send(bearerAuth({ token: () => Promise.reject(new Error("the vault is sealed")) })),
    remedy: "Check `error.cause`.",
  },
  {
    code: "ERR_SECRET_UNAVAILABLE",
    make: () => send(integrationAuth(installation(() => Promise.reject(new Error("fetch failed"))))),
    remedy: "Check `error.cause`, and that this machine can reach `instance`.",
  },
  {
    code: "ERR_SECRET_UNAVAILABLE",
    make: () => send(integrationAuth(refusing(401, "Could not validate JWT"))),
    remedy: "If it was rotated, pass a function that reads it: a rotation then needs no restart.",
  },
  {
    code: "ERR_SECRET_UNAVAILABLE",
    make: () => send(integrationAuth(refusing(409, "Token refresh already in progress"))),
    remedy: "See [The integration platform](integration.md).",
  },
  {
    code: "ERR_SECRET_UNAVAILABLE",
    make: () => send(login(async () => new Response(null, { status: 502 }))),
    remedy: "Nothing. See [When a login is lost](oauth.md#when-a-login-is-lost).",
  },
  {
    code: "ERR_LOGIN_REQUIRED",
    make: () => send(oauthAuth({ clientId: "1a2b3c", store: memoryStore() })),
    remedy: "[Log the user in](oauth.md), with the same store, `account` and `instance`.",
  },
  {
    code: "ERR_LOGIN_REQUIRED",
    make: () => send(login(async () => Response.json({ error: "invalid_grant" }, { status: 400 }))),
    remedy: "Let the user log in again. Share one store between all processes.",
  },
  {
    code: "ERR_LOGIN_REQUIRED",
    make: () => finishLogin({ login: pending, callbackUrl: callback, clientId: "1a2b3c", store: memoryStore() }),
    remedy: "Offer the login again. `cause.code` is the reason.",
  },
  {
    code: "ERR_LOGIN_REQUIRED",
    make: () => send(integrationAuth(refusing(401, "Installation does not have a token"))),
    remedy: "See [Authorize an installation](integration.md#authorize-an-installation).",
  },
  {
    code: "ERR_LOGIN_REQUIRED",
    make: () => authorizeInstallation({ ...refusing(401, "Could not find grant for given code"), code: "1a2b3c" }),
    remedy: "Call `authorizeInstallation` in one place only.",
  },
  {
    code: "ERR_REDIRECT_REFUSED",
    make: () => {
      const origin = "https://sentry.acme.com";
      return withProxyHeaders(redirecting, { origin, headers: { "X-Gateway-Key": "1a2b3c" } })(`${origin}/api/0/`);
    },
    remedy: "The configured address of your Sentry is probably outdated.",
  },
];

/** Makes a mistake and returns its error. */
export async function errorOf({ make, code }: Mistake): Promise<{ readonly code: string; readonly message: string }> {
  try {
    await make();
  } catch (error) {
    if (isSentryAuthError(error)) return error;
    throw error;
  }
  throw new Error(`a mistake that should be ${code} threw no error: ${make}`);
}
