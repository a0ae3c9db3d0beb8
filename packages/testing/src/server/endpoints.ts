import type { Arrival, Endpoint, Outcome } from "./endpoint.ts";
import type { IntegrationEndpoints } from "./integration/integration-endpoints.ts";
import { sentryEndpoints } from "./sentry-endpoints.ts";
import { notFound } from "./sentry-response.ts";
import type { ServerState } from "./server-state.ts";
import { testEndpoints } from "./test-endpoints.ts";

/** Every endpoint of a server. The first one whose path matches responds. */
export function createEndpoints(
  state: ServerState,
  oauth: (arrival: Arrival) => Promise<Outcome>,
  integration: IntegrationEndpoints["respond"],
): readonly Endpoint[] {
  return [
    { path: /^\/oauth\//, methods: [], access: "open", respond: oauth },
    {
      path: /^\/api\/0\/sentry-app-installations\/[^/]+\/(?:authorizations\/)?$/,
      methods: [],
      access: "open",
      // Reads the token at the time when the headers arrive.
      intercept: integration,
      respond: notFound,
    },
    ...sentryEndpoints(state),
    ...testEndpoints(state),
  ];
}
