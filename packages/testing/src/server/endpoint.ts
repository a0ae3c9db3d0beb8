import type { Answer } from "./answer.ts";
import type { Principal, PrincipalKind } from "./principal.ts";
import type { RecordedRequest } from "./recorded-request.ts";

/** A request as an endpoint sees it. */
export interface Arrival {
  /** The request's record; its body is complete by the time that `respond` is called. */
  readonly request: RecordedRequest;
  readonly url: URL;
}

/** One of the server's endpoints: who may use it, and what it answers. */
export interface Endpoint {
  /** Matches the whole path; groups named `organization` and `project` are the place that it is about. */
  readonly path: RegExp;
  /** Empty: any method. */
  readonly methods: readonly string[];
  /** The kinds of caller that may use it; a DSN is not even looked at where `client-key` is missing. */
  readonly principals: readonly PrincipalKind[];
  /** One of these is enough; empty: none is needed. */
  readonly scopes: readonly string[];
  /** Whether tokens that are limited to an organization may come in although the path names none. */
  readonly acceptsBoundToken: boolean;
  /** Answers ahead of any authentication, or resets the connection. */
  readonly intercept?: (arrival: Arrival) => Answer | "reset" | undefined;
  /** The answer's members beside `principal`. */
  readonly respond: (arrival: Arrival, principal: Principal) => object;
}

/** The organization and the project that a path is about. */
export interface Place {
  readonly organization: string | undefined;
  readonly project: string | undefined;
}

export const everyPrincipal: readonly PrincipalKind[] = [
  "user",
  "user-app",
  "integration",
  "organization",
  "client-key",
  "api-key",
];
