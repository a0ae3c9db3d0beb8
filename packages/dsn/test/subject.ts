import { dsnAuth, parseDsn } from "@x/sentry-dsn";
import type { StrategySubject } from "@x/sentry-testing";

const key = "0123456789abcdef0123456789abcdef";
const saas = `https://${key}@o1.ingest.us.sentry.io/42`;
const selfHosted = `http://${key}@10.0.0.5:9000/sentry/7`;

const feedback = {
  event_id: "14bad9a2e3774046977a21440ddb39b2",
  name: "Jane",
  email: "jane@acme.example",
  comments: "It broke.",
};

export const strategy: StrategySubject = {
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
  secretOf: ({ dsnWithSecret }) => dsnWithSecret,
  // The host and the project id are in every URL of the instance.
  hidden: (dsn) => [parseDsn(dsn).publicKey, new URL(dsn).password].filter((part) => part !== ""),
  requests: [
    { url: "userReports", caller: "client-key" },
    { method: "POST", url: "userFeedback", body: feedback, caller: "client-key" },
  ],
};
