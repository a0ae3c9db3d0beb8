import { authenticateRequest } from "./authenticate-request.ts";
import { refuseRequest } from "./authorize-request.ts";
import type { Arrival, Endpoint, Outcome } from "./endpoint.ts";
import type { Grant } from "./keyring.ts";
import { methodNotAllowed, notFound, type SentryResponse } from "./sentry-response.ts";
import type { ServerState } from "./server-state.ts";
import { wholeNumber } from "./whole-number.ts";

/** A decision about the caller. The response may still need the request's body. */
export type Verdict = "reset" | (() => Outcome | Promise<Outcome>);

/** Decides about a request when its headers have arrived: later changes to the credentials don't affect it. */
export function createJudge(state: ServerState, endpoints: readonly Endpoint[]): (arrival: Arrival) => Verdict {
  return (arrival) => {
    for (const endpoint of endpoints) {
      const match = endpoint.path.exec(arrival.url.pathname);
      if (match) return judge(arrival, endpoint, match.groups ?? {}, state);
    }
    return notFound;
  };
}

function judge(
  arrival: Arrival,
  endpoint: Endpoint,
  { organization, project }: Record<string, string | undefined>,
  state: ServerState,
): Verdict {
  const intercepted = endpoint.intercept?.(arrival);
  if (intercepted !== undefined) return typeof intercepted === "object" ? () => intercepted : intercepted;
  const { access } = endpoint;
  if (access === "open") return allowed(arrival, endpoint, undefined);

  const { authorization } = arrival.request;
  if (authorization === undefined && access.acceptsAnonymous === true) return allowed(arrival, endpoint, undefined);
  const authentication = authenticateRequest(authorization, state, {
    organization,
    acceptsClientKey: access.principals.includes("client-key"),
    acceptsBoundToken: access.acceptsBoundToken === true,
  });
  if ("refusal" in authentication) {
    const { refusal } = authentication;
    return () => padded(refusal, wholeNumber(arrival.url.searchParams.get("rejection-bytes")));
  }

  const { grant } = authentication;
  const refusal = refuseRequest(grant, access, { organization, project });
  return refusal ? () => refusal : allowed(arrival, endpoint, grant);
}

function allowed(arrival: Arrival, endpoint: Endpoint, grant: Grant | undefined): Verdict {
  const { method } = arrival.request;
  if (endpoint.methods.length > 0 && !endpoint.methods.includes(method))
    return () => methodNotAllowed(method, endpoint.methods);
  return async () => {
    const outcome = await endpoint.respond(arrival, grant);
    if (grant === undefined || outcome === "reset") return outcome;
    const { kind, name } = grant.principal;
    return { ...outcome, headers: { ...outcome.headers, "X-Test-Principal": `${kind} ${name}` } };
  };
}

/** The refusal with its JSON filled up to so many bytes. */
function padded(refusal: SentryResponse, bytes: number | undefined): SentryResponse {
  const { body } = refusal;
  if (bytes === undefined || typeof body !== "object") return refusal;
  const bare = JSON.stringify({ ...body, padding: "" }).length;
  return { ...refusal, body: { ...body, padding: "x".repeat(Math.max(0, bytes - bare)) } };
}
