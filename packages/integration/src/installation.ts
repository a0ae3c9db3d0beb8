import { type AuthStrategy, readOptions, type Secret, SentryAuthError } from "@x/sentry-core";
import { type CredentialStore, credentialKey, type ExchangeFetchLike, readInstance } from "@x/sentry-store";
import { clientSecretSource, NAME } from "./client-secret.ts";

export type { ExchangeFetchLike } from "@x/sentry-store";

/**
 * An installation of a public integration, the integration's credentials, and the store for the installation's token.
 *
 * @example
 * const options: InstallationOptions = {
 *   installationId: "7a485448-a9e2-4c85-8a3c-4f44175783c9",
 *   clientId: process.env.SENTRY_CLIENT_ID,
 *   clientSecret: process.env.SENTRY_CLIENT_SECRET,
 *   store: memoryStore(),
 * };
 */
export interface InstallationOptions {
  /** The installation's id, from the `installation.created` webhook or the redirect after the installation. */
  readonly installationId: string;
  /** The integration's client id. `undefined` is refused, so that `process.env.X` needs no assertion. */
  readonly clientId: string | undefined;
  /** The integration's client secret, or a function that returns it. It only goes to `instance`. */
  readonly clientSecret: Secret | undefined;
  /** The store for the token, shared by all processes that use the installation. */
  readonly store: CredentialStore;
  /**
   * The origin of the Sentry that issues the token.
   *
   * @default "https://sentry.io"
   */
  readonly instance?: string | { readonly href: string } | undefined;
  /**
   * Sends the exchanges, for instance through a proxy.
   *
   * @default fetch
   */
  readonly fetch?: ExchangeFetchLike | undefined;
}

/** The checked options. */
export interface Installation {
  readonly clientId: string;
  readonly clientSecret: AuthStrategy;
  readonly store: CredentialStore;
  readonly key: string;
  /** An origin. */
  readonly instance: string;
  /** The installation's URL, which ends with a slash. */
  readonly url: string;
  readonly fetch: ExchangeFetchLike | undefined;
}

const REQUIRED = ["installationId", "clientId", "clientSecret", "store"] as const;
const OPTIONAL = ["instance", "fetch"] as const;

/** Checks the options that both functions have. `call` is the right call, for messages. */
export function readInstallation(call: string, options: InstallationOptions): Installation {
  const given = readOptions(call, options, REQUIRED, OPTIONAL);
  const caller = call.replace(/\(.*/, "");
  const { installationId, store, fetch } = given;
  if (typeof installationId !== "string" || !/^[\w-]+$/.test(installationId))
    throw new TypeError(`${caller}: \`installationId\` must be the id of an installation, a UUID`);
  if (fetch !== undefined && typeof fetch !== "function")
    throw new TypeError(`${caller}: \`fetch\` must be a function like the platform's fetch`);
  const instance = readInstance(given.instance, caller);
  const clientId = readClientId(given.clientId, caller);
  return {
    clientId,
    clientSecret: clientSecretSource(given.clientSecret),
    store,
    key: credentialKey({ kind: NAME, instance, clientId, account: installationId }),
    instance,
    url: `${instance}/api/0/sentry-app-installations/${installationId}/`,
    fetch,
  };
}

function readClientId(clientId: unknown, caller: string): string {
  if (clientId === undefined || clientId === "") {
    const message = `no client id was given (it is ${clientId === "" ? "empty" : "undefined"}). Is the environment variable set?`;
    throw new SentryAuthError("ERR_INVALID_SECRET", message, { strategy: NAME });
  }
  if (typeof clientId === "string" && /^[!-~]+$/.test(clientId)) return clientId;
  throw new TypeError(`${caller}: \`clientId\` must be the integration's client id, without white space`);
}

const SENTRY = "https://sentry.io";

/** The origins that a token may go to by default. */
export function originsOf({ instance }: Installation): readonly string[] {
  return instance === SENTRY ? [SENTRY, "https://*.sentry.io"] : [instance];
}
