import type { Grant } from "./keyring.ts";
import type { PrincipalKind } from "./principal.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import type { SentryResponse } from "./sentry-response.ts";

/** A request whose headers have arrived. */
export interface Arrival {
  /** The request's record. Its body is complete when `respond` is called. */
  readonly request: RecordedRequest;
  readonly url: URL;
}

/** A response, or a reset of the connection. */
export type Outcome = SentryResponse | "reset";

/** Who may use an endpoint. */
export interface Access {
  /** The kinds of caller that may use it. A DSN is read only if `client-key` is among them. */
  readonly principals: readonly PrincipalKind[];
  /** One of these is enough; empty: none is needed. */
  readonly scopes: readonly string[];
  /** Whether it accepts tokens that are limited to an organization although its path names none. */
  readonly acceptsBoundToken?: boolean;
  /** Whether it accepts requests without a credential. */
  readonly acceptsAnonymous?: boolean;
}

/** One of the server's endpoints. */
export interface Endpoint {
  /** Matches the whole path. The groups `organization` and `project` name the place that it is about. */
  readonly path: RegExp;
  /** Empty: any method. */
  readonly methods: readonly string[];
  /** `open` if the endpoint needs no credential, or reads its own from the request. */
  readonly access: Access | "open";
  /** Responds ahead of any authentication, or resets the connection. A function is called once the body has arrived. */
  readonly intercept?: (arrival: Arrival) => Outcome | (() => Outcome | Promise<Outcome>) | undefined;
  /** Called once the body has arrived, with what the server knows about the credential. */
  readonly respond: (arrival: Arrival, grant: Grant | undefined) => Outcome | Promise<Outcome>;
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
