import { adapterCases, skipReason, startSentryServer } from "@x/sentry-testing";
import { describe, test } from "vitest";
import { adapters as nodeAdapters } from "./subject.node.ts";
import { adapters } from "./subject.ts";

describe.each([...adapters, ...nodeAdapters])("$name", (adapter) => {
  for (const conformanceCase of adapterCases) {
    const { name, run } = conformanceCase;
    test.skipIf(skipReason(conformanceCase, adapter))(name, () => run(adapter, startSentryServer));
  }
});
