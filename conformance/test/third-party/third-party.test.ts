import { adapterCases, skipReason, startSentryServer, strategyCases } from "@x/sentry-testing";
import { test } from "vitest";
import { gateway } from "./gateway-subject.ts";
import { gotSubject } from "./got-subject.ts";

for (const conformanceCase of strategyCases) {
  test.skipIf(skipReason(conformanceCase, gateway))(conformanceCase.name, () =>
    conformanceCase.run(gateway, startSentryServer),
  );
}
for (const conformanceCase of adapterCases) {
  test.skipIf(skipReason(conformanceCase, gotSubject))(conformanceCase.name, () =>
    conformanceCase.run(gotSubject, startSentryServer),
  );
}
