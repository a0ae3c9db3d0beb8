import { withSentryAuth } from "@x/sentry-fetch";
import type { AdapterSubject } from "@x/sentry-testing";

/** The adapter around a fetch. */
export function fetchSubject(
  name: string,
  fetch: typeof globalThis.fetch,
  lacks: AdapterSubject["lacks"] = {},
): AdapterSubject {
  return {
    name,
    wrap: (strategy, options) => {
      const client = withSentryAuth(fetch, strategy, options);
      return {
        client,
        send: async (url, init) => {
          const response = await client(url, "json" in init ? { ...init, body: JSON.stringify(init.json) } : init);
          return { status: response.status, text: await response.text(), shown: [response] };
        },
      };
    },
    lacks: { timeout: "fetch has a signal instead", ...lacks },
  };
}

export const adapters: readonly AdapterSubject[] = [fetchSubject("fetch", (...given) => fetch(...given))];
