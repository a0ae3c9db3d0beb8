import { adapterCases, skipReason, startSentryServer } from "@x/sentry-testing";
import { describe, test } from "vitest";
import { proxied as onNode } from "./subject.node.ts";
import { cases, proxied } from "./subject.ts";

describe.each([...proxied, ...onNode])("$name", (subject) => {
  for (const conformanceCase of adapterCases) {
    const { name, run } = conformanceCase;
    test.skipIf(skipReason(conformanceCase, subject))(name, () => run(subject, startSentryServer));
  }
});

test.each(cases)("$name", ({ run }) => run({ name: "proxy" }, startSentryServer));
