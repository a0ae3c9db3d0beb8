export { type ExplainOptions, explain } from "./explain.ts";
export type { Explanation, RefusalReason } from "./explanation.ts";
export type { AuthenticatedClient } from "./held-scopes.ts";
