import type { RecordedRequest } from "../recorded-request.ts";

/**
 * An installation of the server's public integration in an organization. It has at most one live token: each exchange
 * ends the token before.
 *
 * @example
 * const server = await startSentryServer();
 * const installation = server.installations.create();
 * const { scopes } = await authorizeInstallation({
 *   ...installation.options,
 *   code: installation.code,
 *   store: memoryStore(),
 * });
 */
export interface ServerInstallation {
  /** What `integrationAuth` and `authorizeInstallation` need to know; read it again after `rotateSecret()`. */
  readonly options: {
    readonly installationId: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly instance: string;
  };
  /** The organization's slug. */
  readonly organization: string;
  /** The code of the first exchange, which works once. */
  readonly code: string;
  /** `installed` after the integration has confirmed the installation. */
  readonly status: "pending" | "installed";
  /** The token that is alive, expired or not; `undefined` before the first exchange and after `uninstall()`. */
  readonly token: string | undefined;
  /** How many exchanges the server has committed, the first one included. */
  readonly exchanges: number;
  /** How many exchanges were refused with 409 because another one was running. */
  readonly conflicts: number;
  /** Lets the current token expire now: it gets `Token expired`. */
  expire(): void;
  /** Makes the current token unknown: it gets `Invalid token`. The installation can exchange a new one. */
  revoke(): void;
  /** Removes the integration from the organization. Nothing can be exchanged any more. */
  uninstall(): void;
}

/**
 * An exchange for an installation's token.
 *
 * @example
 * const server = await startSentryServer();
 * server.installations.afterCommit = ({ grantType }) => (grantType === "authorization_code" ? undefined : "drop");
 */
export interface InstallationExchange {
  readonly grantType: string;
  readonly installation: ServerInstallation;
  readonly request: RecordedRequest;
}

/**
 * A public integration and its installations, as a test controls them. The settings can be changed at any time.
 *
 * The JSON Web Token of each exchange is verified: the signature, `iss`, `sub`, `iat`, `exp`, and that its `jti` is new.
 *
 * @example
 * await using server = await startSentryServer();
 * server.installations.tokenLifetime = 5;
 * const installation = server.installations.create({ authorized: true });
 * const strategy = integrationAuth({ ...installation.options, store: memoryStore() });
 * await withSentryAuth(fetch, strategy)(server.urls.projects);
 * console.log(installation.exchanges); // 2
 */
export interface IntegrationServer {
  readonly clientId: string;
  /** The secret that signs JSON Web Tokens and webhooks. */
  readonly clientSecret: string;
  /** All installations since the start, oldest first. */
  readonly all: readonly ServerInstallation[];
  /**
   * Installs the integration in an organization.
   *
   * @param options.installationId - The installation's id, a random UUID by default.
   * @param options.organization - The organization's slug, `acme` by default.
   * @param options.authorized - Whether the first exchange has happened already, so that JSON Web Tokens are accepted.
   */
  create(options?: {
    readonly installationId?: string | undefined;
    readonly organization?: string | undefined;
    readonly authorized?: boolean | undefined;
  }): ServerInstallation;
  /** Replaces the client secret; the former one is refused from now on. */
  rotateSecret(): void;
  /**
   * Returns a webhook's body and headers, with the signature of exactly this body.
   *
   * @param resource - The value of `Sentry-Hook-Resource`, `installation` by default.
   */
  webhook(payload: object, resource?: string): { readonly body: string; readonly headers: Record<string, string> };
  /** Seconds that a token lives, from its issue on. @default 28800 */
  tokenLifetime: number;
  /** Seconds after its issue in which a token is still unknown, as at a region whose replica lags. @default 0 */
  replicaLag: number;
  /** Seconds that the server's clock is ahead of this machine's. @default 0 */
  clockOffset: number;
  /** Runs before an exchange is committed. Until it resolves, other exchanges for the installation get a 409. */
  beforeCommit: ((exchange: InstallationExchange) => void | Promise<void>) | undefined;
  /** Runs after each committed exchange. The response waits for it, and is never sent if it returns `"drop"`. */
  afterCommit: ((exchange: InstallationExchange) => "drop" | undefined | Promise<"drop" | undefined>) | undefined;
}
