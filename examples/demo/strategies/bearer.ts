import { bearerAuth } from "@x/sentry-bearer";
import type { DemoStrategies } from "../contract.ts";

export const examples: DemoStrategies = ({ credentials, origin, urls }) => [
  {
    strategy: bearerAuth({ token: credentials.token, origin }),
    request: { method: "GET", url: urls.projects },
    principal: "integration",
  },
  {
    // An organization token names its instance itself.
    strategy: bearerAuth({ token: credentials.organizationToken }),
    request: { method: "GET", url: urls.projects },
    principal: "organization",
  },
];
