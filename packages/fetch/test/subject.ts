import type { AuthStrategy } from "@x/sentry-core";
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

/** The bare client, and the one that `bench` compares with it. */
export function compare(headers: Record<string, string>, strategy: AuthStrategy) {
  const client = withSentryAuth(fetch, strategy);
  return [
    async (url: string) => (await fetch(url, { headers })).text(),
    async (url: string) => (await client(url)).text(),
  ] as const;
}
