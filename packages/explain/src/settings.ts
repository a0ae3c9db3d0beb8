import type { CredentialKind } from "./credential-kind.ts";

/** The places in Sentry's settings, as its menus name them. */
export const PERSONAL_TOKENS = "User settings › Personal Tokens";
export const ORGANIZATION_TOKENS = "Organization settings › Organization Tokens";
export const INTEGRATIONS = "Organization settings › Custom Integrations";
export const API_KEYS = "Organization settings › API Keys";
export const MEMBERS = "Organization settings › Members";
export const CLIENT_KEYS = "Project settings › Client Keys (DSN)";

/** Returns what to do to get a new token. */
export function newToken(kind: CredentialKind | undefined): string {
  switch (kind) {
    case "user":
      return `Create a new one under ${PERSONAL_TOKENS}`;
    case "organization":
      return `Create a new one under ${ORGANIZATION_TOKENS}`;
    case "integration":
      return `Create a new one in the integration under ${INTEGRATIONS}`;
    case "oauth":
      return "Have the user log in again";
    default:
      return `Create a token in an internal integration (${INTEGRATIONS}) or a personal one (${PERSONAL_TOKENS})`;
  }
}

/** Returns what to do to get a token with other scopes. */
export function moreScopes(kind: CredentialKind | undefined): string {
  switch (kind) {
    case "user":
      return `The scopes of a personal token can't be changed: create another one with such a scope under ${PERSONAL_TOKENS}.`;
    case "organization":
      return `An organization token only ever has org:ci: use the token of an internal integration with such a scope (${INTEGRATIONS}).`;
    case "integration":
      return `Add one to the integration under ${INTEGRATIONS}.`;
    case "oauth":
      return "Request one when the user logs in, and have the user log in again.";
    case "api-key":
      return `Add one to the key under ${API_KEYS}.`;
    default:
      return `Add one to the internal integration under ${INTEGRATIONS}, or create a personal token with one under ${PERSONAL_TOKENS}.`;
  }
}
