export const origin = "https://sentry.io";
export const url = `${origin}/api/0/organizations/acme/projects/`;
export const token = `sntryu_${"0123456789abcdef".repeat(4)}`;
export const header = `Bearer ${token}`;

/** What most requests have: a few headers in a plain object, and here and there a body. */
export const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" };

/** A fetch without a network: returns the same response to every request, immediately. */
export function silentFetch(): typeof fetch {
  const response = Promise.resolve(new Response(null, { status: 204 }));
  return () => response;
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
