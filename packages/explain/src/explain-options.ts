import type { AuthRequest, AuthStrategy } from "@x/sentry-core";
import type { AuthenticatedClient } from "./held-scopes.ts";

/**
 * The options of `explain`. Each makes the explanation more precise.
 *
 * @example
 * const options: ExplainOptions = { request: { method: "PUT", url: "https://sentry.io/api/0/projects/acme/web/" } };
 */
export interface ExplainOptions {
  /** An authenticated client. `explain` asks `GET /api/0/` with it for the scopes of the token, after a 403. */
  readonly client?: AuthenticatedClient | undefined;
  /** The strategy that authenticated the request, for what applies to its kind of credential only. */
  readonly strategy?: AuthStrategy | undefined;
  /**
   * The request, for clients that don't keep it, such as fetch. A `Request` is fine.
   *
   * @default the request that the client kept; the method is GET if only a URL is given
   */
  readonly request?: { readonly url: string; readonly method?: string | undefined } | undefined;
  /** `requiredScopes` of `@x/sentry-explain/scopes`, for the scopes that the operation accepts. */
  readonly requiredScopes?: ((request: AuthRequest) => readonly string[] | undefined) | undefined;
}
