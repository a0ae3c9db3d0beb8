import { adapterCases, skipReason, startSentryServer } from "@x/sentry-testing";
import { describe, test } from "vitest";
import { adapters, cases } from "./subject.ts";

describe.each(adapters)("$name", (adapter) => {
  for (const conformanceCase of adapterCases) {
    const { name, run } = conformanceCase;
    test.skipIf(skipReason(conformanceCase, adapter))(name, () => run(adapter, startSentryServer));
  }
});

test.each(cases)("$name", ({ run }) => run({ name: "proxy" }, startSentryServer));
