import { adapterCases, skipReason, startSentryServer } from "@x/sentry-testing";
import { describe, test } from "vitest";
import { adapters } from "./subject.ts";

describe.each(adapters)("$name", (adapter) => {
  for (const conformanceCase of adapterCases) {
    const { name, run } = conformanceCase;
    test.skipIf(skipReason(conformanceCase, adapter))(name, () => run(adapter, startSentryServer));
  }
});
