import type { AbortSignalLike } from "./contract.ts";

/**
 * Waits for a promise until `signal` aborts, and leaves the promise to the others that wait for it.
 *
 * @example
 * const response = await abortable(fetch("https://sentry.io/api/0/"), AbortSignal.timeout(5_000));
 *
 * @param signal - Anything that is no signal is left to the client: then the promise is returned.
 * @see https://dom.spec.whatwg.org/#interface-AbortSignal
 */
export function abortable<T>(promise: Promise<T>, signal: AbortSignalLike | null | undefined): Promise<T> {
  if (!isSignal(signal)) return promise;
  return new Promise((resolve, reject) => {
    // Once the promise has settled this one, rejecting it does nothing.
    const abort = (): void => {
      signal.removeEventListener("abort", abort);
      const { reason } = signal;
      // Some signals have no reason.
      reject(reason === undefined ? new DOMException("This operation was aborted", "AbortError") : reason);
    };
    void promise.then(resolve, reject).then(abort);
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
  });
}

function isSignal(signal: unknown): signal is AbortSignalLike {
  const { aborted, addEventListener, removeEventListener } = Object(signal);
  return (
    typeof aborted === "boolean" && typeof addEventListener === "function" && typeof removeEventListener === "function"
  );
}
