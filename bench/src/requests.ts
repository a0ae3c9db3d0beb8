import { bearerAuth } from "@x/sentry-bearer";
import { dsnAuth } from "@x/sentry-dsn";
import { legacyBasicAuth } from "@x/sentry-legacy-basic";
import { userTokenAuth } from "@x/sentry-user-token";

export const origin = "https://sentry.io";
export const url = `${origin}/api/0/organizations/acme/projects/`;
export const token = `sntryu_${"0123456789abcdef".repeat(4)}`;
export const header = `Bearer ${token}`;

/** What most requests have: a few headers in a plain object, and here and there a body. */
export const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" };

/** One strategy of each kind. */
export const strategies = [
  bearerAuth({ token }),
  userTokenAuth({ token }),
  dsnAuth({ dsn: "https://0123456789abcdef0123456789abcdef@o1.ingest.us.sentry.io/42" }),
  legacyBasicAuth({ apiKey: "0123456789abcdef0123456789abcdef" }),
] as const;

/** A fetch without a network: returns the same response to every request, immediately. */
export function silentFetch(): typeof fetch {
  const answer = Promise.resolve(new Response(null, { status: 204 }));
  return () => answer;
}

/** Calls one of several after the other. */
export function inTurn<Call extends (...given: never[]) => unknown>(calls: readonly [Call, ...Call[]]): Call {
  let index = 0;
  const next = (...given: never[]): unknown => {
    index = (index + 1) % calls.length;
    return (calls[index] ?? calls[0])(...given);
  };
  return next as Call;
}
