import { adapterCases, skipReason, startSentryServer } from "@x/sentry-testing";
import { describe, test, vi } from "vitest";
import { adapters as nodeAdapters } from "./subject.node.ts";
import { adapters } from "./subject.ts";

// Printing all that is connected to a socket takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

describe.each([...adapters, ...nodeAdapters])("$name", (adapter) => {
  for (const conformanceCase of adapterCases) {
    const { name, run } = conformanceCase;
    test.skipIf(skipReason(conformanceCase, adapter))(name, () => run(adapter, startSentryServer));
  }
});
