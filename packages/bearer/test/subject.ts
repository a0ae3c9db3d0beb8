import { bearerAuth } from "@x/sentry-bearer";
import type { StrategySubject } from "@x/sentry-testing";

const integration = `sntryi_${"0123456789abcdef".repeat(4)}`;
const payload = btoa('{"iat":1704205802.1,"url":"https://sentry.acme.com","region_url":null,"org":"acme"}');
const organization = `sntrys_${payload}_${"Ab0/".repeat(10)}xyz`;

export const strategy: StrategySubject = {
  name: "bearer",
  create: (token, origin) => bearerAuth({ token, origin }),
  valid: [
    { secret: integration, header: `Bearer ${integration}` },
    { secret: organization, header: `Bearer ${organization}`, origins: ["https://sentry.acme.com"] },
    { secret: "any-legal.word~of/another+shape=", header: "Bearer any-legal.word~of/another+shape=" },
  ],
  invalid: ["https://0123456789abcdef@o1.ingest.us.sentry.io/42", "http://sentry.acme.com/"],
  secretOf: ({ organizationToken }) => organizationToken,
  requests: [
    { url: "projects", caller: "organization" },
    { url: "projects", caller: "integration", secretOf: ({ token }) => token },
  ],
};
