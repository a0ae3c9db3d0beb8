import type { AuthStrategy, OriginOption, Secret } from "@x/sentry-core";
import type { CaseServer } from "../cases/case-server.ts";
import type { ServerCredentials } from "../server/server-credentials.ts";

/**
 * What a strategy may do without: `server` (the embedded server knows its credentials), `secret-function` (its secret
 * may be a function), `expires-at` (that function may say until when), `options.origin`, and `hidden-authorization`
 * (printing an authorization does not show the header).
 *
 * @example
 * const lacks: Partial<Record<StrategyCapability, string>> = { "expires-at": "our tokens do not expire" };
 */
export type StrategyCapability =
  | "server"
  | "secret-function"
  | "expires-at"
  | "options.origin"
  | "hidden-authorization";

/**
 * A secret that a strategy takes, and what it has to make of it.
 *
 * @example
 * const valid: ValidSecret = { secret: "1a2b3c", header: "Bearer 1a2b3c" };
 */
export interface ValidSecret {
  readonly secret: string;
  /** The header's whole value. */
  readonly header: string;
  /** The origins that it goes to when nobody says otherwise; without it, Sentry's own. */
  readonly origins?: readonly string[];
}

/**
 * A strategy that is to be held to the rules.
 *
 * @example
 * const subject: StrategySubject = {
 *   name: "bearer",
 *   create: (token, origin) => bearerAuth({ token, origin }),
 *   valid: [{ secret: "1a2b3c", header: "Bearer 1a2b3c" }, { secret: "4d5e6f", header: "Bearer 4d5e6f" }],
 *   invalid: ["https://0123456789abcdef@o1.ingest.us.sentry.io/42"],
 *   start: startSentryServer,
 *   secretOf: (credentials) => credentials.token,
 * };
 */
export interface StrategySubject {
  /** The strategy's own name. */
  readonly name: string;
  /** Makes the strategy; `origin` is only given where `options.origin` is not in `lacks`. */
  readonly create: (secret: Secret | undefined, origin?: OriginOption) => AuthStrategy;
  /** At least two. */
  readonly valid: readonly [ValidSecret, ValidSecret, ...ValidSecret[]];
  /** Secrets that are to be refused, beside those that no strategy can send. */
  readonly invalid: readonly string[];
  /** Starts a server for one case: `startSentryServer`, or a stand-in for one in another process. */
  readonly start: () => Promise<CaseServer>;
  /** Picks the strategy's own among the server's credentials. */
  readonly secretOf?: (credentials: ServerCredentials) => string;
  /** What the strategy does not have, each with the reason. Everything else is tested. */
  readonly lacks?: Readonly<Partial<Record<StrategyCapability, string>>>;
}
