import { type AdapterSubject, adapterCases, type CaseAnswer, skipReason, startSentryServer } from "@x/sentry-testing";
import { HTTPError as HTTPError2, default as ky2 } from "ky";
import { HTTPError as HTTPError1, default as ky1 } from "ky-1";
import { describe, test } from "vitest";
import { withSentryAuth } from "../src/index.ts";

const majors = [
  { name: "ky 2", ky: ky2, HTTPError: HTTPError2 },
  { name: "ky 1", ky: ky1, HTTPError: HTTPError1 },
] as const;

describe.each(majors)("$name", ({ name, ky, HTTPError }) => {
  const subject: AdapterSubject = {
    name,
    start: startSentryServer,
    wrap: (strategy, options) => {
      const client = withSentryAuth(ky.create({ retry: 0 }), strategy, options);
      const answered = async (response: Response, shown: unknown, text?: string): Promise<CaseAnswer> => ({
        status: response.status,
        text: text ?? (await response.text()),
        shown: [shown],
      });
      return {
        client,
        send: async (url, init) => {
          try {
            const response = await client(url, init);
            return await answered(response, response);
          } catch (error) {
            if (!(error instanceof HTTPError)) throw error;
            // ky 2 has read the body of a refusal, and kept what it held.
            return answered(error.response, error, "data" in error ? JSON.stringify(error.data) : undefined);
          }
        },
      };
    },
  };

  for (const conformanceCase of adapterCases) {
    test.skipIf(skipReason(conformanceCase, subject))(conformanceCase.name, () => conformanceCase.run(subject));
  }
});
