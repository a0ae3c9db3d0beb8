import type { Signal } from "@x/sentry-core";
import type { Config } from "./axios.ts";

/** One signal for both ways to cancel a request. The reason does not matter: axios makes its own error of it. */
export function cancellation({ signal, cancelToken }: Config): Signal | undefined {
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
