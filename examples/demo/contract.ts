import type { AuthStrategy } from "@x/sentry-core";
import type { PrincipalKind, SentryServer } from "@x/sentry-testing";

/** A request as Sentry's documentation shows it. */
export interface DemoRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
}

/** One strategy with the request that its credential is for, and whom the server should take the caller for. */
export interface DemoStrategy {
  readonly strategy: AuthStrategy;
  readonly request: DemoRequest;
  readonly principal: PrincipalKind;
}

/** What every file in `strategies/` exports as `examples`. */
export type DemoStrategies = (server: SentryServer) => readonly DemoStrategy[];

/** What a client got: Sentry's `detail` where it refused, the embedded server's `principal` where it did not. */
export interface DemoAnswer {
  readonly status: number;
  readonly body: { readonly detail?: string; readonly principal?: { readonly kind: string; readonly name: string } };
}

/** What every file in `clients/` exports as `send`: one request through the client, with answers of any status. */
export type DemoClient = (strategy: AuthStrategy, request: DemoRequest) => Promise<DemoAnswer>;
