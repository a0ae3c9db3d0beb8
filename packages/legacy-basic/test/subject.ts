import { legacyBasicAuth } from "@x/sentry-legacy-basic";
import type { StrategySubject } from "@x/sentry-testing";

export const strategy: StrategySubject = {
  name: "legacy-basic",
  create: (apiKey, origin) => legacyBasicAuth({ apiKey, origin }),
  valid: [
    { secret: "0123456789abcdef0123456789abcdef", header: `Basic ${btoa("0123456789abcdef0123456789abcdef:")}` },
    { secret: "fedcba9876543210fedcba9876543210", header: `Basic ${btoa("fedcba9876543210fedcba9876543210:")}` },
  ],
  invalid: [
    "0123456789abcdef0123456789abcdef:",
    "0123456789abcdef0123456789abcdef:password",
    "https://0123456789abcdef@o1.ingest.us.sentry.io/42",
    `sntryi_${"0123456789abcdef".repeat(4)}`,
  ],
  secretOf: ({ apiKey }) => apiKey,
  requests: [{ url: "projects", caller: "api-key" }],
};
