import { type AuthStrategy, isSentryAuthError, type OriginOption, readOptions, SentryAuthError } from "@x/sentry-core";
import { defineSharedStrategy, type ExchangeOutcome } from "@x/sentry-store";
import { NAME } from "./client-secret.ts";
import { exchange } from "./exchange.ts";
import { jwtGrant } from "./grants.ts";
import { type Installation, type InstallationOptions, originsOf, readInstallation } from "./installation.ts";

const CALL = "integrationAuth({ installationId, clientId, clientSecret, store })";

/**
 * Authenticates as a public integration in the organization that installed it.
 *
 * Sentry keeps one token per installation alive, for eight hours. The strategy obtains it by the JWT grant, keeps it in the
 * store and renews it shortly before it expires, once for all processes that share the store.
 *
 * @example
 * const strategy = integrationAuth({
 *   installationId: "7a485448-a9e2-4c85-8a3c-4f44175783c9",
 *   clientId: process.env.SENTRY_CLIENT_ID,
 *   clientSecret: process.env.SENTRY_CLIENT_SECRET,
 *   store: memoryStore(),
 * });
 *
 * @param options.origin - The origins that the token may go to. Without it: the instance, and for sentry.io Sentry's own.
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` if the client id or the client secret is missing. Requests reject with
 *   `ERR_LOGIN_REQUIRED` if the installation has no token or is gone, and with `ERR_SECRET_UNAVAILABLE` if the store, the
 *   exchange or the function of the client secret failed.
 * @throws {TypeError} if an option is missing or wrong.
 * @see https://docs.sentry.io/organization/integrations/integration-platform/public-integration/
 * @see https://www.rfc-editor.org/rfc/rfc7523
 */
export function integrationAuth(
  options: InstallationOptions & { readonly origin?: OriginOption | undefined },
): AuthStrategy {
  const { origin } = readOptions(CALL, options, [], ["origin"]);
  return installationStrategy(readInstallation(CALL, options), origin);
}

/** The strategy for checked options. */
export function installationStrategy(installation: Installation, origin: OriginOption | undefined): AuthStrategy {
  return defineSharedStrategy({
    name: NAME,
    store: installation.store,
    key: installation.key,
    origin,
    origins: originsOf(installation),
    renewBefore: 60_000,
    exchange: () => renew(installation),
    retrySuperseded: true,
    superseded: () =>
      new SentryAuthError(
        "ERR_SECRET_UNAVAILABLE",
        "another process exchanges this installation's token, and the store does not have it. Give all processes the same store",
        { strategy: NAME },
      ),
  });
}

async function renew(installation: Installation): Promise<ExchangeOutcome> {
  try {
    const outcome = await exchange(installation, jwtGrant(installation), true);
    return outcome === "superseded" ? outcome : outcome.credential;
  } catch (error) {
    // The former token may be alive still, and if it is not, the next 401 renews it.
    if (isSentryAuthError(error) && error.code !== "ERR_LOGIN_REQUIRED") return { unchanged: error };
    throw error;
  }
}
