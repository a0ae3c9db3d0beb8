export { explain } from "./explain.ts";
export type { ExplainOptions } from "./explain-options.ts";
export type { Explanation, RefusalReason } from "./explanation.ts";
export type { AuthenticatedClient } from "./held-scopes.ts";
