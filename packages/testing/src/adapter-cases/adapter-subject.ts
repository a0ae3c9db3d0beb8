import type { AdapterOptions, AuthStrategy } from "@x/sentry-core";
import type { CaseServer } from "../cases/case-server.ts";

/**
 * What an adapter, its client or the runtime may do without. `forbidden-header` is a header that a browser sets itself;
 * `hidden-header` means that what the client hands out does not lead to the header that it sent.
 *
 * @example
 * const lacks: Partial<Record<AdapterCapability, string>> = { "blob-body": "the client takes no Blob" };
 */
export type AdapterCapability =
  | "renewal"
  | "options.onUntrustedOrigin"
  | "redirects"
  | "abort"
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
  /** To be sent as JSON, in the client's own way; never together with `body`. */
  readonly json?: unknown;
  readonly signal?: Platform<"AbortSignal">;
  /** Comes with a stream. */
  readonly duplex?: "half";
}

/**
 * What a client gave for a request that the server answered, whatever the status.
 *
 * @example
 * const answer: CaseAnswer = { status: 200, text: "{}", shown: [new Response("{}")] };
 */
export interface CaseAnswer {
  readonly status: number;
  /** The body. */
  readonly text: string;
  /** Every object that the client hands to its user with this answer: a response, an error. They are searched for secrets. */
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
  /** What the adapter gave back. */
  readonly client: unknown;
  /**
   * Sends one request. `init`'s parts go to the client as they are, not as copies: one promise is that nothing in them
   * changes. An answer is given for every status; whatever else the client throws is thrown on.
   */
  readonly send: (url: string, init: CaseInit) => Promise<CaseAnswer>;
}

/**
 * An adapter that is to be held to the rules, with a client of its own whose retries are off.
 *
 * @example
 * const subject: AdapterSubject = {
 *   name: "fetch",
 *   start: startSentryServer,
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
  /** What failures call it. */
  readonly name: string;
  /** Starts a server for one case: `startSentryServer`, or a stand-in for one in another process. */
  readonly start: () => Promise<CaseServer>;
  /** Puts the adapter around a new client. What the adapter throws is thrown on. */
  readonly wrap: (strategy: AuthStrategy, options?: AdapterOptions) => WrappedClient;
  /** What it does not have, each with the reason. Everything else is tested. */
  readonly lacks?: Readonly<Partial<Record<AdapterCapability, string>>>;
}
