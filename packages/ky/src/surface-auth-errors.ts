import { isSentryAuthError } from "@x/sentry-core";

/** The part of ky's normalized options that the hook changes. ky creates the object anew for each request. */
interface RequestOptions {
  readonly retry: { shouldRetry?: ((failure: { readonly error: unknown }) => unknown) | undefined };
}

interface HookState {
  readonly options: RequestOptions;
  readonly retryCount: number;
}

/**
 * A `beforeRequest` hook that stops ky from retrying after a `SentryAuthError`, which no retry can fix.
 *
 * ky 1 retries every error of `fetch`, and ky 2 follows the user's `shouldRetry`. The `retry` option cannot prevent this:
 * a number or another `shouldRetry`, even in a single call, replaces it. The hook receives the merged options of one
 * request.
 */
export function surfaceAuthErrors(
  ...given: [state: HookState] | [request: object, options: RequestOptions, state: { readonly retryCount: number }]
): void {
  // ky 2 passes one object, ky 1 three.
  const { options, retryCount } = given.length === 1 ? given[0] : { options: given[1], ...given[2] };
  // ky 1 runs the hook before each attempt, with the same options.
  if (retryCount > 0) return;
  const { retry } = options;
  const { shouldRetry } = retry;
  retry.shouldRetry = (failure) => (isSentryAuthError(failure.error) ? false : shouldRetry?.(failure));
}
