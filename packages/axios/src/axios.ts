import type { Signal } from "@x/sentry-core";

// The shapes are declared here and nothing is imported from axios, neither types nor values: an instance may come from
// another copy or version than the one that this package would find, such as the CommonJS build.

/**
 * The part of an axios instance that the adapter needs; every `AxiosInstance` of axios 1.7 and later has it.
 *
 * @example
 * const client: AxiosClient = axios.create({ baseURL: "https://sentry.io/api/0/" });
 */
export interface AxiosClient {
  readonly defaults: object;
  readonly interceptors: { readonly request: object };
  create(config?: never): object;
  getUri(config?: never): string;
  request(config: never): Promise<unknown>;
}

/** What `create` gives: an instance that is called with the shapes below. */
export interface Instance {
  readonly defaults: object;
  getUri(config: object): unknown;
  request(config: object): Promise<Response>;
}

export interface Headers {
  has(name: string): boolean;
  set(name: string, value: string): unknown;
  delete(name: string): unknown;
}

/** A request's configuration, as axios hands it to the adapter: merged, intercepted and transformed. */
export interface Config {
  readonly url?: unknown;
  readonly baseURL?: unknown;
  readonly allowAbsoluteUrls?: unknown;
  readonly params?: unknown;
  readonly paramsSerializer?: unknown;
  readonly method?: string;
  readonly auth?: unknown;
  readonly data?: unknown;
  readonly signal?: Signal;
  readonly cancelToken?: CancelToken;
  readonly beforeRedirect?: BeforeRedirect;
  headers: Headers;
  /** A function, a name, a list of those, or nothing for the platform's usual one. */
  adapter?: unknown;
}

export interface CancelToken {
  readonly reason?: unknown;
  subscribe(listener: () => void): void;
  unsubscribe(listener: () => void): void;
}

export type BeforeRedirect = (options: RedirectOptions, response: unknown, request?: RedirectedRequest) => void;

/** The next request, as the package follow-redirects is about to make it. */
export interface RedirectOptions {
  readonly href: string;
  readonly protocol?: unknown;
  readonly host?: unknown;
  readonly hostname?: unknown;
  readonly port?: unknown;
  readonly headers: Record<string, unknown>;
}

export interface RedirectedRequest {
  readonly headers: Record<string, unknown>;
}

export interface Response {
  readonly status: number;
  data?: unknown;
  config?: Config;
  request?: unknown;
}
