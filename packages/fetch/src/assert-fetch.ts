/** Checks that a client is a fetch. Other clients are functions too, and would be called without authentication. */
export function assertFetch(client: unknown): void {
  const problem =
    typeof client === "function" ? otherClient(client) : "fetch must be a function, such as the global fetch";
  if (problem) throw new TypeError(problem);
}

function otherClient(client: object): string | undefined {
  if ("interceptors" in client) return "this is an axios instance: use @x/sentry-axios";
  if ("paginate" in client || "agent" in client)
    return "this is got or superagent, which are no fetch. See https://x.github.io/sentry-auth/other-clients";
  return "extend" in client ? "this is a ky instance: use @x/sentry-ky" : undefined;
}
