import { skipReason, strategyCases } from "@x/sentry-testing";
import { describe, test } from "vitest";
import { subject } from "./subject.ts";

describe.each(strategyCases)("integration", (conformanceCase) => {
  test.skipIf(skipReason(conformanceCase, subject))(conformanceCase.name, () => conformanceCase.run(subject));
});
