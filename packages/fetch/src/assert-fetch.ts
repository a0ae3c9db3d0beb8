/** Checks that a client is a fetch. Other clients are functions too, and would be called without authentication. */
export function assertFetch(client: unknown): void {
  if (typeof client !== "function") throw new TypeError("fetch must be a function, such as the global fetch");
  if ("interceptors" in client) throw new TypeError("this is an axios instance: use @x/sentry-axios");
  if ("extend" in client) {
    throw new TypeError(
      "paginate" in client
        ? "this is got, which is no fetch. See https://x.github.io/sentry-auth/other-clients"
        : "this is a ky instance: use @x/sentry-ky",
    );
  }
  if ("agent" in client) {
    throw new TypeError("this is superagent, which is no fetch. See https://x.github.io/sentry-auth/other-clients");
  }
}
