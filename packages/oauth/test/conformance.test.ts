import { skipReason, startSentryServer, strategyCases } from "@x/sentry-testing";
import { test } from "vitest";
import { strategy } from "./subject.ts";

for (const conformanceCase of strategyCases) {
  const { name, run } = conformanceCase;
  test.skipIf(skipReason(conformanceCase, strategy))(name, () => run(strategy, startSentryServer));
}
