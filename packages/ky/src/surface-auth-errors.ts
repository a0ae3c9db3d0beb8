import { isSentryAuthError } from "@x/sentry-core";

/** The part of ky's normalised options that the hook changes: an object which ky makes anew for each request. */
interface RequestOptions {
  readonly retry: { shouldRetry?: ((failure: { readonly error: unknown }) => unknown) | undefined };
}

interface HookState {
  readonly options: RequestOptions;
  readonly retryCount: number;
}

/**
 * A `beforeRequest` hook that keeps ky from trying again after an error of ours, which no waiting can mend.
 *
 * ky 1 retries whatever `fetch` throws and ky 2 whatever a `shouldRetry` of the user's says. The `retry` option is no
 * place to object, since a number or another `shouldRetry` further down, even in a single call, takes its place. What
 * the hook gets is the outcome of that merging, for this one request.
 */
export function surfaceAuthErrors(
  ...given: [state: HookState] | [request: object, options: RequestOptions, state: { readonly retryCount: number }]
): void {
  // ky 2 gives one object, ky 1 three.
  const { options, retryCount } = given.length === 1 ? given[0] : { options: given[1], ...given[2] };
  // ky 1 runs the hook ahead of each attempt, with the same options.
  if (retryCount > 0) return;
  const { retry } = options;
  const { shouldRetry } = retry;
  retry.shouldRetry = (failure) => (isSentryAuthError(failure.error) ? false : shouldRetry?.(failure));
}
