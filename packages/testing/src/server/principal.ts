/**
 * A kind of caller.
 *
 * @example
 * const kind: PrincipalKind = "client-key"; // a project, by its DSN
 */
export type PrincipalKind = "user" | "user-app" | "integration" | "organization" | "client-key" | "api-key";

/**
 * The caller of an authenticated request, as in the response header `X-Test-Principal: <kind> <name>`.
 *
 * @example
 * const principal: Principal = { kind: "organization", name: "acme" };
 */
export interface Principal {
  readonly kind: PrincipalKind;
  /** The account's own name: a user, an integration, an organization, or a project behind a client key. */
  readonly name: string;
}
