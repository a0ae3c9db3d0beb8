import { type StrategySubject, skipReason, startSentryServer, strategyCases } from "@x/sentry-testing";
import { describe, test } from "vitest";
import { dsnAuth } from "../src/index.ts";

const key = "0123456789abcdef0123456789abcdef";
const saas = `https://${key}@o1.ingest.us.sentry.io/42`;
const selfHosted = `http://${key}@10.0.0.5:9000/sentry/7`;

const subject: StrategySubject = {
  name: "dsn",
  create: (dsn, origin) => dsnAuth({ dsn, origin }),
  valid: [
    { secret: saas, header: `DSN ${saas}` },
    { secret: selfHosted, header: `DSN ${selfHosted}`, origins: ["http://10.0.0.5:9000"] },
  ],
  invalid: [
    `sntryi_${"0123456789abcdef".repeat(4)}`,
    key,
    `https://${key}@o1.ingest.us.sentry.io`,
    `https://${key}@o1.ingest.us.sentry.io/project`,
    `https://${key}@o1.ingest.us.sentry.io/42?a=1`,
    "https://o1.ingest.us.sentry.io/42",
    `ftp://${key}@o1.ingest.us.sentry.io/42`,
  ],
  start: startSentryServer,
  secretOf: ({ dsn }) => dsn,
};

describe.each(strategyCases)("dsn", (conformanceCase) => {
  test.skipIf(skipReason(conformanceCase, subject))(conformanceCase.name, () => conformanceCase.run(subject));
});
