import { dsnAuth } from "@x/sentry-dsn";
import type { DemoStrategies } from "../contract.ts";

const feedback = {
  event_id: "14bad9a2e3774046977a21440ddb39b2",
  name: "Jane",
  email: "jane@acme.example",
  comments: "It broke.",
};

export const examples: DemoStrategies = ({ credentials, urls }) => [
  {
    // A DSN names its host itself.
    strategy: dsnAuth({ dsn: credentials.dsn }),
    request: { method: "GET", url: urls.userReports },
    principal: "client-key",
  },
  {
    strategy: dsnAuth({ dsn: credentials.dsn }),
    request: { method: "POST", url: urls.userFeedback, body: feedback },
    principal: "client-key",
  },
];
