import type { AuthStrategy } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-ky";
import type { AdapterSubject } from "@x/sentry-testing";
import { HTTPError as HTTPError2, default as ky2, type Options } from "ky";
import { HTTPError as HTTPError1, default as ky1 } from "ky-1";

const majors = [
  { name: "ky 2", ky: ky2 },
  { name: "ky 1", ky: ky1 as object as typeof ky2 },
];

export const adapters: readonly AdapterSubject[] = majors.map(({ name, ky }) => kySubject(name, ky));

/** The adapter around a ky with these options. */
export function kySubject(name: string, ky: typeof ky2, own: Options = {}): AdapterSubject {
  return {
    name,
    wrap: (strategy, options, see) => {
      const parent = ky.create({ retry: 0, ...own, ...(see && { hooks: hooks(see) }) });
      const client = withSentryAuth(parent, strategy, options);
      return {
        client,
        send: async (url, init) => {
          try {
            const response = await client(url, init);
            return { status: response.status, text: await response.text(), shown: [response] };
          } catch (error) {
            if (!(error instanceof HTTPError1 || error instanceof HTTPError2)) throw error;
            // ky 2 has read the body of a refusal already.
            const text = "data" in error ? JSON.stringify(error.data) : await error.response.text();
            return { status: error.response.status, text, shown: [error] };
          }
        },
      };
    },
  };
}

/** Hooks that show everything they get. */
function hooks(see: (value: unknown) => void): object {
  const seeAll = (...given: unknown[]): void => see(given);
  return {
    beforeRequest: [seeAll],
    afterResponse: [seeAll],
    beforeRetry: [seeAll],
    // ky 2 passes one object, ky 1 the error itself; both expect the error back.
    beforeError: [
      (given: { readonly error?: unknown }) => {
        see(given);
        return given.error ?? given;
      },
    ],
  };
}

/** The bare client, and the one that `bench` compares with it. */
export function compare(headers: Record<string, string>, strategy: AuthStrategy) {
  const [bare, client] = [ky2.create({ headers }), withSentryAuth(ky2.create(), strategy)];
  return [(url: string) => bare(url).text(), (url: string) => client(url).text()] as const;
}
