import { type StrategySubject, skipReason, startSentryServer, strategyCases } from "@x/sentry-testing";
import { describe, test } from "vitest";
import { userTokenAuth } from "../src/index.ts";

const hexadecimal = "0123456789abcdef".repeat(4);

const subject: StrategySubject = {
  name: "user-token",
  create: (token, origin) => userTokenAuth({ token, origin }),
  valid: [
    { secret: `sntryu_${hexadecimal}`, header: `Bearer sntryu_${hexadecimal}` },
    { secret: `sntrya_${hexadecimal}`, header: `Bearer sntrya_${hexadecimal}` },
    { secret: hexadecimal.toUpperCase(), header: `Bearer ${hexadecimal.toUpperCase()}` },
  ],
  invalid: [
    `sntryi_${hexadecimal}`,
    `sntrys_${btoa('{"iat":1704205802.1,"org":"acme"}')}_${"Ab0/".repeat(10)}xyz`,
    `sntryu_${hexadecimal.slice(1)}`,
    `SNTRYU_${hexadecimal}`,
    "https://0123456789abcdef@o1.ingest.us.sentry.io/42",
    "1a2b3c",
  ],
  start: startSentryServer,
  secretOf: ({ userToken }) => userToken,
};

describe.each(strategyCases)("user-token", (conformanceCase) => {
  test.skipIf(skipReason(conformanceCase, subject))(conformanceCase.name, () => conformanceCase.run(subject));
});
