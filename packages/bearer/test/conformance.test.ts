import { type StrategySubject, skipReason, startSentryServer, strategyCases } from "@x/sentry-testing";
import { describe, test } from "vitest";
import { bearerAuth } from "../src/index.ts";

const integration = `sntryi_${"0123456789abcdef".repeat(4)}`;
const payload = btoa('{"iat":1704205802.1,"url":"https://sentry.acme.com","region_url":null,"org":"acme"}');
const organization = `sntrys_${payload}_${"Ab0/".repeat(10)}xyz`;

const subject: StrategySubject = {
  name: "bearer",
  create: (token, origin) => bearerAuth({ token, origin }),
  valid: [
    { secret: integration, header: `Bearer ${integration}` },
    { secret: organization, header: `Bearer ${organization}`, origins: ["https://sentry.acme.com"] },
    { secret: "any-legal.word~of/another+shape=", header: "Bearer any-legal.word~of/another+shape=" },
  ],
  invalid: ["https://0123456789abcdef@o1.ingest.us.sentry.io/42", "http://sentry.acme.com/"],
  start: startSentryServer,
  secretOf: ({ token }) => token,
};

describe.each(strategyCases)("bearer", (conformanceCase) => {
  test.skipIf(skipReason(conformanceCase, subject))(conformanceCase.name, () => conformanceCase.run(subject));
});
