export { assertStrategy } from "./assert-strategy.ts";
export { type AuthenticateOptions, authenticate, type Send, type Signal } from "./authenticate.ts";
export { isReplayable } from "./body.ts";
export { classifyToken, type TokenClass } from "./classify-token.ts";
export type {
  AdapterOptions,
  AuthAdapter,
  Authorization,
  AuthRequest,
  AuthStrategy,
  OriginOption,
  ProvidedSecret,
  Secret,
} from "./contract.ts";
export { type Credentials, defineStrategy, type StrategyDefinition } from "./define-strategy.ts";
export { isSentryAuthError, SentryAuthError, type SentryAuthErrorCode } from "./errors.ts";
export { tokenOrigins } from "./organization-token.ts";
export { tokenKind } from "./token-kind.ts";
