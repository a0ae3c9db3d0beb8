/**
 * What went wrong. Codes are stable; messages may improve at any time.
 *
 * @example
 * const code: SentryAuthErrorCode = "ERR_UNTRUSTED_ORIGIN";
 */
export type SentryAuthErrorCode = "ERR_INVALID_SECRET" | "ERR_UNTRUSTED_ORIGIN" | "ERR_SECRET_UNAVAILABLE";

// Registered, so that two installed copies of this package recognise each other's errors.
const brand = Symbol.for("@x/sentry-core/SentryAuthError");

/**
 * The one error class of these packages. It never holds a secret.
 *
 * @example
 * throw new SentryAuthError("ERR_INVALID_SECRET", "the token has a line break at position 12", { strategy: "acme" });
 *
 * @see https://x.github.io/sentry-auth/errors
 */
export class SentryAuthError extends Error {
  /** What went wrong. */
  declare readonly code: SentryAuthErrorCode;
  /** The name of the strategy that was at work. */
  declare readonly strategy: string | undefined;

  declare readonly name: "SentryAuthError";

  constructor(
    code: SentryAuthErrorCode,
    message: string,
    options?: { readonly strategy?: string | undefined; readonly cause?: unknown },
  ) {
    const strategy = options?.strategy;
    super(`${strategy ? `${strategy}: ` : ""}${message}. See https://x.github.io/sentry-auth/errors#${code}`, options);
    this.code = code;
    this.strategy = strategy;
  }
}

Object.assign(SentryAuthError.prototype, { name: "SentryAuthError", [brand]: true });

/**
 * Tells whether a value is a {@link SentryAuthError}, also one of another installed copy of this package.
 *
 * @example
 * try {
 *   await sentry("https://sentry.io/api/0/organizations/");
 * } catch (error) {
 *   if (isSentryAuthError(error) && error.code === "ERR_UNTRUSTED_ORIGIN") console.error(error.message);
 * }
 */
export function isSentryAuthError(value: unknown): value is SentryAuthError {
  return brand in Object(value);
}
