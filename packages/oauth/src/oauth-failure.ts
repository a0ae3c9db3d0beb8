/** The causes that this package itself names, beside the error codes of OAuth (`access_denied`, `invalid_grant`). */
export type FailureCode =
  | "lost_response"
  | "unreachable"
  | "unsupported"
  | "unexpected_response"
  | "rate_limited"
  | (string & {});

/**
 * Why a request to an OAuth endpoint failed. It becomes the `cause` of a `SentryAuthError`, so it contains nothing but a
 * code and our own text: the errors of fetch and of oauth4webapi can contain tokens.
 */
export class OAuthFailure extends Error {
  declare readonly name: "OAuthFailure";
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Waits for the work of oauth4webapi. Any other failure than an {@link OAuthFailure} is its own, about a response
 * that is not one of OAuth; it contains the response.
 */
export async function withCleanFailure<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof OAuthFailure) throw error;
    throw new OAuthFailure(
      "unexpected_response",
      "the response is not one of OAuth. Is there a proxy in front of Sentry?",
    );
  }
}

Object.defineProperty(OAuthFailure.prototype, "name", { value: "OAuthFailure" });
