/**
 * A request as it arrived at the server.
 *
 * @example
 * const server = await startSentryServer();
 * await fetch(server.urls.echo, { headers: { Authorization: "Bearer abc" } });
 * console.log(server.requests.at(-1)?.authorization); // "Bearer abc"
 */
export interface RecordedRequest {
  readonly method: string;
  /** The request target: the path and the query as they were written. */
  readonly url: string;
  /** Names and values in turn, in the order and the casing in which they arrived. */
  readonly rawHeaders: readonly string[];
  /** The `Authorization` header's value; where it was sent more than once, all values joined by `", "`. */
  readonly authorization: string | undefined;
  /** The body's bytes; empty until all of them have arrived. */
  readonly body: Uint8Array;
  /** A number for the connection: requests that share one have the same. */
  readonly connection: number;
}
