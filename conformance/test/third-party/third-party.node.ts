import { test } from "node:test";
import { adapterCases, skipReason, startSentryServer, strategyCases } from "@x/sentry-testing";
import { gateway } from "./gateway-subject.ts";
import { gotSubject } from "./got-subject.ts";

for (const conformanceCase of strategyCases) {
  const skip = skipReason(conformanceCase, gateway) ?? false;
  test(conformanceCase.name, { skip }, () => conformanceCase.run(gateway, startSentryServer));
}
for (const conformanceCase of adapterCases) {
  const skip = skipReason(conformanceCase, gotSubject) ?? false;
  test(conformanceCase.name, { skip }, () => conformanceCase.run(gotSubject, startSentryServer));
}
