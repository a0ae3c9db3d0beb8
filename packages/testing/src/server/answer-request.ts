import { type Answer, answer, methodNotAllowed, notFound, unauthenticated } from "./answer.ts";
import { authenticateRequest } from "./authenticate-request.ts";
import { refuseRequest } from "./authorize-request.ts";
import type { Arrival, Endpoint } from "./endpoint.ts";
import type { Keyring } from "./keyring.ts";
import { sentryEndpoints } from "./sentry-endpoints.ts";
import { createTestEndpoints } from "./test-endpoints.ts";
import { wholeNumber } from "./whole-number.ts";

/** An answer that is settled as far as the caller goes, and may still need the body. */
export type Verdict = "reset" | (() => Answer | Promise<Answer | "reset">);

/** Decides about a request by what is known when its headers have arrived: later changes don't reach it. */
export function createJudge(
  keyring: Keyring,
  oauth: (arrival: Arrival) => Promise<Answer | "reset">,
  integration: (arrival: Arrival) => Verdict | undefined,
): (arrival: Arrival) => Verdict {
  const endpoints: readonly Endpoint[] = [...sentryEndpoints, ...createTestEndpoints()];

  return (arrival) => {
    if (arrival.url.pathname.startsWith("/oauth/")) return () => oauth(arrival);
    const verdict = integration(arrival);
    if (verdict) return verdict;
    for (const endpoint of endpoints) {
      const match = endpoint.path.exec(arrival.url.pathname);
      if (match) return judge(arrival, endpoint, match.groups ?? {}, keyring);
    }
    return notFound;
  };
}

function judge(
  arrival: Arrival,
  endpoint: Endpoint,
  { organization, project }: Record<string, string | undefined>,
  keyring: Keyring,
): Verdict {
  const intercepted = endpoint.intercept?.(arrival);
  if (intercepted !== undefined) return intercepted === "reset" ? "reset" : () => intercepted;

  const authentication = authenticateRequest(arrival.request.authorization, keyring, {
    organization,
    acceptsClientKey: endpoint.principals.includes("client-key"),
    acceptsBoundToken: endpoint.acceptsBoundToken,
  });
  if ("detail" in authentication) {
    const rejection = unauthenticated(authentication.detail);
    return () => padded(rejection, wholeNumber(arrival.url.searchParams.get("rejection-bytes")));
  }

  const { grant } = authentication;
  const refusal = refuseRequest(grant, endpoint, { organization, project });
  if (refusal) return () => refusal;
  const { method } = arrival.request;
  if (endpoint.methods.length > 0 && !endpoint.methods.includes(method))
    return () => methodNotAllowed(method, endpoint.methods);
  return () => answer(200, { principal: grant.principal, ...endpoint.respond(arrival, grant.principal) });
}

/** The answer with its body filled up to so many bytes. */
function padded(rejection: Answer, bytes: number | undefined): Answer {
  if (bytes === undefined || typeof rejection.body !== "object") return rejection;
  const bare = JSON.stringify({ ...rejection.body, padding: "" }).length;
  return { ...rejection, body: { ...rejection.body, padding: "x".repeat(Math.max(0, bytes - bare)) } };
}
