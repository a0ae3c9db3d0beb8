import type { StrategySubject } from "@x/sentry-testing";
import { userTokenAuth } from "@x/sentry-user-token";

const hexadecimal = "0123456789abcdef".repeat(4);

export const strategy: StrategySubject = {
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
  secretOf: ({ userToken }) => userToken,
  requests: [{ url: "organizations", caller: "user" }],
};
