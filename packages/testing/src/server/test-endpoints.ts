import { createHash } from "node:crypto";
import { type Answer, answer, unauthenticated } from "./answer.ts";
import { type Arrival, type Endpoint, everyPrincipal } from "./endpoint.ts";
import { wholeNumber } from "./whole-number.ts";

const credentialHeaders: readonly string[] = ["authorization", "proxy-authorization", "cookie"];

/** What arrived, without the credential, so that an answer can be printed. */
function echo({ request }: Arrival): object {
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    const [name = "", value = ""] = request.rawHeaders.slice(index, index + 2);
    if (!credentialHeaders.includes(name.toLowerCase())) headers.push([name, value]);
  }
  const body = {
    length: request.body.byteLength,
    sha256: createHash("sha256").update(request.body).digest("hex"),
    base64: Buffer.from(request.body).toString("base64"),
  };
  return { method: request.method, url: request.url, headers, body };
}

const open: Omit<Endpoint, "path"> = {
  methods: [],
  principals: everyPrincipal,
  scopes: [],
  acceptsBoundToken: false,
  respond: echo,
};

/** The endpoints that misbehave on demand; where they let a request through, they are `/test/echo`. */
export function createTestEndpoints(): readonly Endpoint[] {
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
    { ...open, path: /^\/test\/echo\/?$/ },
    { ...open, path: /^\/test\/redirect\/?$/, intercept: redirect },
    {
      ...open,
      path: /^\/test\/status\/[2-5][0-9][0-9]\/?$/,
      intercept: (arrival) => (isTurn(arrival) ? statusAnswer(arrival) : undefined),
    },
    {
      ...open,
      path: /^\/test\/reset\/?$/,
      intercept: (arrival) => (isTurn(arrival) ? "reset" : undefined),
    },
  ];
}

function redirect({ url }: Arrival): Answer {
  const to = url.searchParams.get("to");
  const status = wholeNumber(url.searchParams.get("status")) ?? 302;
  if (to === null || status < 300 || status > 399)
    return answer(400, { detail: "A redirect needs `to`, and a `status` from 300 to 399 where one is given." });
  return { status, headers: { Location: to } };
}

function statusAnswer({ url }: Arrival): Answer {
  const status = Number(/[0-9]{3}/.exec(url.pathname)?.[0]);
  const retryAfter = url.searchParams.get("retry-after");
  const plain = status === 401 ? unauthenticated("Invalid token") : answer(status, { detail: `Status ${status}.` });
  return retryAfter === null ? plain : { ...plain, headers: { ...plain.headers, "Retry-After": retryAfter } };
}
