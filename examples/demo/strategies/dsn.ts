import { dsnAuth } from "@x/sentry-dsn";
import type { DemoStrategies } from "../contract.ts";

export const examples: DemoStrategies = ({ credentials, urls }) => [
  {
    // A DSN names its host itself.
    strategy: dsnAuth({ dsn: credentials.dsn }),
    request: { method: "GET", url: urls.userReports },
    principal: "client-key",
  },
  {
    strategy: dsnAuth({ dsn: credentials.dsn }),
    request: { method: "POST", url: urls.userFeedback },
    principal: "client-key",
  },
];
