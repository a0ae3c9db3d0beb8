import { SentryAuthError } from "@x/sentry-core";
import type { Flaw } from "./flawed-adapter.ts";

/** Lets everybody give up as soon as one does. */
const sharedFate: Flaw = {
  send: (send) => {
    const shared = new AbortController();
    return (url, init) => {
      init.signal?.addEventListener("abort", () => shared.abort());
      return send(url, { ...init, signal: shared.signal });
    };
  },
};

/** Adapters that break a promise about callers that give up, and what goes wrong ahead of a request, by the case that finds them. */
export const badFailures: Readonly<Record<string, Flaw>> = {
  "lets one caller give up while all wait for the secret": sharedFate,
  "lets one caller give up while all wait for a renewal": sharedFate,
  "sends nothing for a caller that had given up before": {
    send:
      (send) =>
      (url, { signal, ...init }) =>
        send(url, init),
  },
  "gives the reason why there is no secret, sends nothing, and tries again": {
    send: (send) => {
      let failure: unknown;
      return async (url, init) => {
        if (failure !== undefined) throw failure;
        return send(url, init).catch((error: unknown) => {
          failure = error;
          throw error;
        });
      };
    },
  },
  "reports a third party's strategy that fails in the same way": {
    send: (send) => (url, init) =>
      send(url, init).catch((error: unknown) => {
        throw error instanceof SentryAuthError ? error.cause : error;
      }),
  },
  "leaves the client's own errors as they are": {
    send: (send) => (url, init) =>
      send(url, init).catch((cause: unknown) => {
        throw cause instanceof TypeError ? new SentryAuthError("ERR_SECRET_UNAVAILABLE", "failed", { cause }) : cause;
      }),
  },
};
