import { legacyBasicAuth } from "@x/sentry-legacy-basic";
import type { DemoStrategies } from "../contract.ts";

export const examples: DemoStrategies = ({ credentials, origin, urls }) => [
  {
    strategy: legacyBasicAuth({ apiKey: credentials.apiKey, origin }),
    request: { method: "GET", url: urls.projects },
    principal: "api-key",
  },
];
