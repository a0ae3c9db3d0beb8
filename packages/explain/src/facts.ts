import type { CredentialKind } from "./credential-kind.ts";

/** Everything that the reason and the message depend on. */
export interface Facts {
  readonly status: number;
  readonly by: "sentry" | "proxy";

  // For decisions only: they may contain a secret.
  readonly detail: string | undefined;
  readonly code: string | undefined;
  /** The part of the request's URL below `/api/0/`. */
  readonly path: string;

  // For decisions and messages: they contain no secret.
  /** Sentry's own words. */
  readonly quote: string | undefined;
  /** The request's origin. */
  readonly asked: string | undefined;
  /** The response's origin. */
  readonly finalOrigin: string | undefined;
  readonly kind: CredentialKind | undefined;
  readonly required: readonly string[] | undefined;
  readonly held: readonly string[] | undefined;
  readonly loginUrl: string | undefined;
  readonly retryAt: Date | undefined;

  /** Whether the body is known to be empty. */
  readonly isEmpty: boolean;
  /** Whether the body is a web page. */
  readonly isPage: boolean;
  /** Whether the response came from another origin than the request's. */
  readonly isForeign: boolean;
  /** Whether a redirect led to the response. */
  readonly isRedirected: boolean;
  /** Whether the response asks for a user name and a password. */
  readonly asksPassword: boolean;
  /** Whether the response names the scopes of which the token has none. */
  readonly namesScopes: boolean;
}
