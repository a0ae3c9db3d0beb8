/**
 * The kind of failure. Codes are stable; messages may improve at any time.
 *
 * @example
 * const code: SentryAuthErrorCode = "ERR_UNTRUSTED_ORIGIN";
 */
export type SentryAuthErrorCode =
  | "ERR_INVALID_SECRET"
  | "ERR_UNTRUSTED_ORIGIN"
  | "ERR_SECRET_UNAVAILABLE"
  | "ERR_LOGIN_REQUIRED"
  | "ERR_REDIRECT_REFUSED";

// Registered, so that two installed copies of this package recognize each other's errors.
const brand = Symbol.for("@x/sentry-core/SentryAuthError");

/**
 * The error class of these packages. Its own properties never contain a secret.
 *
 * @example
 * throw new SentryAuthError("ERR_INVALID_SECRET", "the token has a line break at position 12", { strategy: "acme" });
 *
 * @see https://x.github.io/sentry-auth/errors
 */
export class SentryAuthError extends Error {
  /** The kind of failure. */
  declare readonly code: SentryAuthErrorCode;
  /** The name of the strategy that failed. */
  declare readonly strategy: string | undefined;

  declare readonly name: "SentryAuthError";

  constructor(
    code: SentryAuthErrorCode,
    message: string,
    options?: { readonly strategy?: string | undefined; readonly cause?: unknown },
  ) {
    const strategy = options?.strategy;
    super(
      `${strategy ? `${strategy}: ` : ""}${message}${/[.?!]$/.test(message) ? "" : "."} See https://x.github.io/sentry-auth/errors#${code}`,
      options,
    );
    this.code = code;
    this.strategy = strategy;
  }
}

Object.assign(SentryAuthError.prototype, { name: "SentryAuthError", [brand]: true });

/**
 * Returns whether a value is a {@link SentryAuthError}, including one of another installed copy of this package.
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

/** The error for a secret that cannot be sent. */
export function invalidSecret(strategy: string, message: string): SentryAuthError {
  return new SentryAuthError("ERR_INVALID_SECRET", message, { strategy });
}

/** The error for a secret function, or a strategy of a third party, that failed. */
export function unavailable(strategy: string, cause: unknown): SentryAuthError {
  return new SentryAuthError("ERR_SECRET_UNAVAILABLE", "the function that provides the secret failed (see cause)", {
    strategy,
    cause,
  });
}

/** The error for a secret function that did not settle in time. */
export function timedOut(strategy: string, seconds: number): SentryAuthError {
  const message = `the function that provides the secret did not return within ${seconds} seconds`;
  return new SentryAuthError("ERR_SECRET_UNAVAILABLE", message, { strategy });
}

/** The error for a request to an origin that the credential is not for. */
export function untrustedOrigin(strategy: string, url: string, trusted: readonly string[]): SentryAuthError {
  const { protocol = "", host = "", username = "", password = "" } = URL.parse(url) ?? {};
  const to = isHost(host) ? `${protocol}//${host}` : "an origin that may be a secret itself";
  const message =
    username || password
      ? "refused to send the credential to a URL with a user name or password in it"
      : `refused to send the credential to ${to}; it may only go to ${trusted.slice(0, 3).join(", ") || "no origin"}. ` +
        "To allow another origin, add it to `origin`";
  return new SentryAuthError("ERR_UNTRUSTED_ORIGIN", message, { strategy });
}

/** Whether a text looks like a host. A secret in the host's place has no dots, or longer labels than hosts have. */
function isHost(host: string): boolean {
  return /^(?:localhost|\[[\da-f:.]+\]|(?:[a-z\d-]{1,24}\.)+[a-z\d-]{1,24})(?::\d+)?$/.test(host);
}
