import type { AdapterOptions, AuthStrategy } from "@x/sentry-core";

/**
 * What an adapter, its client or the runtime may lack. `forbidden-header` is a header that a browser sets itself.
 * `hidden-header` means that the client's responses and errors don't lead to the header that it sent. `timeout` is an
 * option of the client's own. `response-url` means that the client reports where a response came from,
 * `streaming-response` that it does not read a response to its end before it returns.
 *
 * @example
 * const lacks: Partial<Record<AdapterCapability, string>> = { "blob-body": "the client takes no Blob" };
 */
export type AdapterCapability =
  | "renewal"
  | "options.onUntrustedOrigin"
  | "redirects"
  | "abort"
  | "timeout"
  | "response-url"
  | "streaming-response"
  | "hidden-header"
  | "array-buffer-body"
  | "blob-body"
  | "form-data-body"
  | "search-params-body"
  | "streaming-body"
  | "forbidden-header";

/** An instance of a global class where this program's types know it: browsers', Node's, or none. */
type Platform<Name extends string> =
  typeof globalThis extends Record<Name, { prototype: infer Instance }> ? Instance : never;

/**
 * A request's settings as `fetch` takes them, with ky's `json`.
 *
 * @example
 * const init: CaseInit = { method: "POST", headers: { "X-Mine": "yes" }, json: { a: 1 } };
 */
export interface CaseInit {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?:
    | string
    | ArrayBuffer
    // `Uint8Array<ArrayBuffer>`, which TypeScript before 5.7 cannot read.
    | ReturnType<Uint8ArrayConstructor["from"]>
    | Platform<"Blob">
    | Platform<"FormData">
    | Platform<"URLSearchParams">
    | Platform<"ReadableStream">;
  /** Sent as JSON, in the client's own way. Never together with `body`. */
  readonly json?: unknown;
  readonly signal?: Platform<"AbortSignal">;
  /** The client's own time limit, in milliseconds. */
  readonly timeout?: number;
  /** Comes with a stream. */
  readonly duplex?: "half";
}

/**
 * What a client returned or threw after the server responded, with any status.
 *
 * @example
 * const response: CaseResponse = { status: 200, text: "{}", shown: [new Response("{}")] };
 */
export interface CaseResponse {
  readonly status: number;
  /** The body. */
  readonly text: string;
  /** Every object that the client hands to its user: a response, an error. The cases search them for secrets. */
  readonly shown: readonly unknown[];
}

/**
 * A client with authentication, as the cases use it.
 *
 * @example
 * const wrapped: WrappedClient = {
 *   client: fetch,
 *   send: async (url, init) => {
 *     const response = await fetch(url, init);
 *     return { status: response.status, text: await response.text(), shown: [response] };
 *   },
 * };
 */
export interface WrappedClient {
  /** What the adapter returned. */
  readonly client: unknown;
  /**
   * Sends one request. It passes the parts of `init` to the client as they are, without copying them: one promise is that
   * nothing in them changes. It returns a response for every status, and throws everything else that the client throws.
   */
  readonly send: (url: string, init: CaseInit) => Promise<CaseResponse>;
}

/**
 * An adapter as the cases test it, with a client whose own retries are off.
 *
 * @example
 * const subject: AdapterSubject = {
 *   name: "fetch",
 *   wrap: (strategy, options) => {
 *     const client = withSentryAuth(fetch, strategy, options);
 *     return {
 *       client,
 *       send: async (url, { json, ...init }) => {
 *         const response = await client(url, json === undefined ? init : { ...init, body: JSON.stringify(json) });
 *         return { status: response.status, text: await response.text(), shown: [response] };
 *       },
 *     };
 *   },
 * };
 */
export interface AdapterSubject {
  /** Its name in failures. */
  readonly name: string;
  /**
   * Puts the adapter around a new client, and throws what the adapter throws.
   *
   * @param see Called with everything that the client's own hooks and interceptors get to see, if given.
   */
  readonly wrap: (strategy: AuthStrategy, options?: AdapterOptions, see?: (value: unknown) => void) => WrappedClient;
  /** What it lacks, each with the reason. Everything else is tested. */
  readonly lacks?: Readonly<Partial<Record<AdapterCapability, string>>>;
}
