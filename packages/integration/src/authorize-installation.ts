import { type AuthStrategy, authenticate, readOptions, SentryAuthError } from "@x/sentry-core";
import { cleanCause, storeFirstCredential } from "@x/sentry-store";
import { NAME } from "./client-secret.ts";
import { exchange } from "./exchange.ts";
import { codeGrant } from "./grants.ts";
import { type Installation, type InstallationOptions, readInstallation } from "./installation.ts";
import { installationStrategy } from "./integration-auth.ts";

const CALL = "authorizeInstallation({ installationId, code, clientId, clientSecret, store })";

/**
 * Finishes an installation: exchanges its code for the first token, stores the token and confirms the installation.
 *
 * Sentry accepts no JWT grant before. Call this once per installation, from the handler of the `installation.created`
 * webhook or of the redirect after the installation: the code is the same in both, and works once.
 *
 * @example
 * const { scopes } = await authorizeInstallation({
 *   installationId: "7a485448-a9e2-4c85-8a3c-4f44175783c9",
 *   code: "1a2b3c",
 *   clientId: process.env.SENTRY_CLIENT_ID,
 *   clientSecret: process.env.SENTRY_CLIENT_SECRET,
 *   store: memoryStore(),
 * });
 *
 * @param options.code - The code from the webhook (`data.installation.code`) or the redirect (`?code=`).
 * @returns The scopes of the installation's tokens.
 * @throws {SentryAuthError} `ERR_LOGIN_REQUIRED` if Sentry does not accept the code, `ERR_SECRET_UNAVAILABLE` if the store,
 *   the exchange, the confirmation or the function of the client secret failed, `ERR_INVALID_SECRET` if the client id or
 *   the client secret is missing.
 * @throws {TypeError} if an option is missing or wrong.
 * @see https://docs.sentry.io/organization/integrations/integration-platform/public-integration/
 */
export async function authorizeInstallation(
  options: InstallationOptions & { readonly code: string },
): Promise<{ readonly scopes: readonly string[] }> {
  const { code } = readOptions(CALL, options, ["code"]);
  if (typeof code !== "string" || code === "")
    throw new TypeError("authorizeInstallation: `code` must be the code of the webhook or the redirect");
  const installation = readInstallation(CALL, options);
  const strategy = installationStrategy(installation, undefined);
  const { store, key } = installation;
  let scopes: readonly string[] = [];
  await storeFirstCredential({
    name: NAME,
    store,
    key,
    exchange: async () => {
      const outcome = await exchange(installation, codeGrant(installation, code), false);
      if (outcome === "superseded") {
        const message = "another exchange for this installation is running. Call authorizeInstallation again";
        throw new SentryAuthError("ERR_SECRET_UNAVAILABLE", message, { strategy: NAME });
      }
      scopes = outcome.scopes;
      return outcome.credential;
    },
  });
  await confirm(installation, strategy);
  return { scopes };
}

/** Confirms to Sentry, with the first token, that the integration is ready. */
async function confirm({ url, fetch: send = globalThis.fetch }: Installation, strategy: AuthStrategy): Promise<void> {
  let cause: Error;
  try {
    const { status } = await authenticate(
      strategy,
      { url, method: "PUT" },
      ({ url: checked, authorization }) =>
        send(checked, {
          method: "PUT",
          redirect: "manual",
          headers: {
            "Content-Type": "application/json",
            ...(authorization && { Authorization: authorization.header }),
          },
          body: '{"status":"installed"}',
        }),
      { replayable: true },
    );
    if (status >= 200 && status < 300) return;
    cause = new Error(`the response has status ${status}`);
  } catch (error) {
    cause = cleanCause(error);
  }
  const message =
    "the token is stored, but the installation could not be confirmed (see cause). Confirm it with a client of " +
    'integrationAuth: PUT /api/0/sentry-app-installations/<installation id>/ with {"status":"installed"}';
  throw new SentryAuthError("ERR_SECRET_UNAVAILABLE", message, { strategy: NAME, cause });
}
