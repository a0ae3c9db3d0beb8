import type { AbortSignalLike } from "@x/sentry-core";
import { type ConfigLike, isObject } from "./axios-like.ts";

/**
 * One signal for both ways to cancel a request. The reason does not matter: axios makes its own error of it. A value that
 * is no signal is left to the adapter, which rejects it in its own words.
 */
export function cancellation({ signal: given, cancelToken }: ConfigLike): AbortSignalLike | undefined {
  const signal = isSignal(given) ? given : undefined;
  if (!cancelToken) return signal;
  return {
    get aborted() {
      return Boolean(cancelToken.reason ?? signal?.aborted);
    },
    reason: undefined,
    addEventListener: (type, listener) => {
      cancelToken.subscribe(listener);
      signal?.addEventListener(type, listener);
    },
    removeEventListener: (type, listener) => {
      cancelToken.unsubscribe(listener);
      signal?.removeEventListener(type, listener);
    },
  };
}

function isSignal(value: unknown): value is AbortSignalLike {
  return (
    isObject(value) && typeof value.addEventListener === "function" && typeof value.removeEventListener === "function"
  );
}
