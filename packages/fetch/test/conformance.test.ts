import { type AdapterSubject, adapterCases, skipReason, startSentryServer } from "@x/sentry-testing";
import { describe, test } from "vitest";
import { withSentryAuth } from "../src/index.ts";

const subject: AdapterSubject = {
  name: "fetch",
  start: startSentryServer,
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
};

describe.each(adapterCases)("fetch", (conformanceCase) => {
  test.skipIf(skipReason(conformanceCase, subject))(conformanceCase.name, () => conformanceCase.run(subject));
});
