import type { AuthStrategy } from "@x/sentry-core";
import type { PrincipalKind, SentryServer } from "@x/sentry-testing";

/** A request as Sentry's documentation shows it. */
export interface DemoRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  /** Sent as JSON. */
  readonly body?: object;
}

/** One strategy with the request that its credential is for, and whom the server should take the caller for. */
export interface DemoStrategy {
  readonly strategy: AuthStrategy;
  readonly request: DemoRequest;
  readonly principal: PrincipalKind;
}

/** What every file in `strategies/` exports as `examples`. */
export type DemoStrategies = (server: SentryServer) => readonly DemoStrategy[];

/** What a client got. The embedded server names the caller in a header, and Sentry's `detail` is the reason of a refusal. */
export interface DemoResponse {
  readonly status: number;
  readonly principal: string | undefined;
  readonly body: { readonly detail?: string };
}

/** What every file in `clients/` exports as `send`: one request through the client, with a response of any status. */
export type DemoClient = (strategy: AuthStrategy, request: DemoRequest) => Promise<DemoResponse>;

/**
 * What every file in `clients/` exports as `refuse`: one request that is refused, sent the way that the client is
 * used. It returns what the caller has then: a response, or the error that the client throws.
 */
export type DemoRefusal = (strategy: AuthStrategy, request: DemoRequest) => Promise<unknown>;
