import type { AuthStrategy, OriginOption, Secret } from "@x/sentry-core";
import type { PrincipalKind } from "../server/principal.ts";
import type { ServerCredentials } from "../server/server-credentials.ts";
import type { ServerUrls } from "../server/server-urls.ts";

/**
 * What a strategy may lack: `server` (the embedded server knows its credentials), `secret-function` (its secret may be a
 * function), `expires-at` (that function may return an expiry), `sentry-refusals` (the
 * server behind it refuses as Sentry does), `options.origin`, and `hidden-authorization` (a printed
 * authorization does not show the header).
 *
 * @example
 * const lacks: Partial<Record<StrategyCapability, string>> = { "expires-at": "our tokens do not expire" };
 */
export type StrategyCapability =
  | "server"
  | "secret-function"
  | "expires-at"
  | "sentry-refusals"
  | "options.origin"
  | "hidden-authorization";

/**
 * A secret that a strategy accepts, and the authorization that it makes of it.
 *
 * @example
 * const valid: ValidSecret = { secret: "1a2b3c", header: "Bearer 1a2b3c" };
 */
export interface ValidSecret {
  readonly secret: string;
  /** The header's whole value. */
  readonly header: string;
  /** The origins without an `origin` option. Sentry's own by default. */
  readonly origins?: readonly string[];
}

/**
 * A request that a strategy's credential is for, as Sentry's documentation shows it.
 *
 * @example
 * const request: DocumentedRequest = { url: "projects", caller: "integration" };
 */
export interface DocumentedRequest {
  /** `GET` by default. */
  readonly method?: "GET" | "POST";
  readonly url: keyof ServerUrls;
  /** Sent as JSON. */
  readonly body?: object;
  /** Whom the server takes the caller for. */
  readonly caller: PrincipalKind;
  /** The credential, if it is not the subject's `secretOf`. */
  readonly secretOf?: (credentials: ServerCredentials) => string;
}

/**
 * A strategy as the cases test it.
 *
 * @example
 * const subject: StrategySubject = {
 *   name: "bearer",
 *   create: (token, origin) => bearerAuth({ token, origin }),
 *   valid: [{ secret: "1a2b3c", header: "Bearer 1a2b3c" }, { secret: "4d5e6f", header: "Bearer 4d5e6f" }],
 *   invalid: ["https://0123456789abcdef@o1.ingest.us.sentry.io/42"],
 *   secretOf: (credentials) => credentials.token,
 * };
 */
export interface StrategySubject {
  /** The strategy's own name. */
  readonly name: string;
  /** Creates the strategy. `origin` is only given if `lacks` does not name `options.origin`. */
  readonly create: (secret: Secret | undefined, origin?: OriginOption) => AuthStrategy;
  /** At least two. */
  readonly valid: readonly [ValidSecret, ValidSecret, ...ValidSecret[]];
  /** Secrets that it refuses, besides those that no strategy can send. */
  readonly invalid: readonly string[];
  /** Selects the strategy's own credential among the server's. */
  readonly secretOf?: (credentials: ServerCredentials) => string;
  /** The parts of a credential that must not show anywhere; the whole credential by default. */
  readonly hidden?: (secret: string) => readonly string[];
  /** The requests that the demo sends. */
  readonly requests?: readonly DocumentedRequest[];
  /** What it lacks, each with the reason. Everything else is tested. */
  readonly lacks?: Readonly<Partial<Record<StrategyCapability, string>>>;
}
