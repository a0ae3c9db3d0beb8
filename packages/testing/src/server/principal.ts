/**
 * The kinds of caller that the server tells apart.
 *
 * @example
 * const kind: PrincipalKind = "client-key"; // a project, by its DSN
 */
export type PrincipalKind = "user" | "user-app" | "integration" | "organization" | "client-key" | "api-key";

/**
 * Whom the server took a caller for; every answer to an authenticated request says so.
 *
 * @example
 * const principal: Principal = { kind: "organization", name: "acme" };
 */
export interface Principal {
  readonly kind: PrincipalKind;
  /** The account's own name: a user, an integration, an organization, or a project behind a client key. */
  readonly name: string;
}
