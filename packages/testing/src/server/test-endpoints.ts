import { createHash } from "node:crypto";
import { type Arrival, type Endpoint, everyPrincipal } from "./endpoint.ts";
import type { Grant } from "./keyring.ts";
import { type RefusalName, refusals, refuse } from "./refusals.ts";
import { jsonResponse, type SentryResponse } from "./sentry-response.ts";
import type { ServerState } from "./server-state.ts";
import { wholeNumber } from "./whole-number.ts";

/** Sentry's own credential, and those of the proxies that the kit has. */
const CREDENTIAL = /^(?:authorization|proxy-authorization|cookie|cf-access-.*|x-gateway-.*)$/i;

/** Describes the request, without its credential, so that the response can be printed. */
function echo({ request }: Arrival, grant: Grant | undefined): SentryResponse {
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    const [name = "", value = ""] = request.rawHeaders.slice(index, index + 2);
    if (!CREDENTIAL.test(name)) headers.push([name, value]);
  }
  const body = {
    length: request.body.byteLength,
    sha256: createHash("sha256").update(request.body).digest("hex"),
    base64: Buffer.from(request.body).toString("base64"),
  };
  return jsonResponse(200, { principal: grant?.principal, method: request.method, url: request.url, headers, body });
}

const anyone: Omit<Endpoint, "path"> = {
  methods: [],
  access: { principals: everyPrincipal, scopes: [] },
  respond: echo,
};

/** The endpoints that misbehave on demand. Where they let a request through, they respond as `/test/echo`. */
export function testEndpoints(state: ServerState): readonly Endpoint[] {
  const seen = new Map<string, number>();

  /** Whether this is one of the first `times` requests for this very URL; without `times`, each one is. */
  function isTurn({ request, url }: Arrival): boolean {
    const times = wholeNumber(url.searchParams.get("times"));
    if (times === undefined) return true;
    const before = seen.get(request.url) ?? 0;
    seen.set(request.url, before + 1);
    return before < times;
  }

  return [
    { ...anyone, path: /^\/test\/echo\/?$/ },
    { ...anyone, path: /^\/test\/redirect\/?$/, intercept: redirect },
    {
      ...anyone,
      path: /^\/test\/status\/[2-5][0-9][0-9]\/?$/,
      intercept: (arrival) => (isTurn(arrival) ? respondWithStatus(arrival, state) : undefined),
    },
    {
      ...anyone,
      path: new RegExp(`^/test/refusal/(?:${Object.keys(refusals).join("|")})/?$`),
      intercept: (arrival) => {
        const [, , , name] = arrival.url.pathname.split("/");
        return isTurn(arrival) ? refuse(name as RefusalName, state) : undefined;
      },
    },
    {
      ...anyone,
      path: /^\/test\/reset\/?$/,
      intercept: (arrival) => (isTurn(arrival) ? "reset" : undefined),
    },
  ];
}

function redirect({ url }: Arrival): SentryResponse {
  const to = url.searchParams.get("to");
  const status = wholeNumber(url.searchParams.get("status")) ?? 302;
  if (to === null || status < 300 || status > 399)
    return jsonResponse(400, { detail: "A redirect needs `to`, and a `status` from 300 to 399 where one is given." });
  return { status, headers: { Location: to } };
}

function respondWithStatus({ url }: Arrival, state: ServerState): SentryResponse {
  const status = Number(/[0-9]{3}/.exec(url.pathname)?.[0]);
  const retryAfter = url.searchParams.get("retry-after");
  const plain = status === 401 ? refuse("invalid-token", state) : jsonResponse(status, { detail: `Status ${status}.` });
  return retryAfter === null ? plain : { ...plain, headers: { ...plain.headers, "Retry-After": retryAfter } };
}
