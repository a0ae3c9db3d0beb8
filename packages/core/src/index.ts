export { abortable } from "./abortable.ts";
export { assertStrategy } from "./assert-strategy.ts";
export {
  type AuthenticateOptions,
  authenticate,
  type Outgoing,
  type Send,
} from "./authenticate.ts";
export { isReplayable } from "./body.ts";
export type {
  AbortSignalLike,
  AdapterOptions,
  AuthAdapter,
  Authorization,
  AuthRequest,
  AuthStrategy,
  OriginOption,
  PlatformSignal,
  ProvidedSecret,
  Rejection,
  Secret,
  SecretContext,
} from "./contract.ts";
export { type Credentials, defineStrategy, type StrategyDefinition } from "./define-strategy.ts";
export { isSentryAuthError, SentryAuthError, type SentryAuthErrorCode } from "./errors.ts";
export { readOptions } from "./options.ts";
export { type Refusal, readRefusal } from "./refusal.ts";
export { type ResponseLike, readBodyText, rejectionOf } from "./rejection.ts";
export { classifyToken, type TokenClass, tokenKind, tokenOrigins } from "./token.ts";
