export { requiredScopes } from "./required-scopes.ts";
