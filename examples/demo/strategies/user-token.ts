import { userTokenAuth } from "@x/sentry-user-token";
import type { DemoStrategies } from "../contract.ts";

export const examples: DemoStrategies = ({ credentials, origin, urls }) => [
  {
    strategy: userTokenAuth({ token: credentials.userToken, origin }),
    request: { method: "GET", url: urls.organizations },
    principal: "user",
  },
];
