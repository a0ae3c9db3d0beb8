// The shapes are declared here and nothing is imported from axios, neither types nor values: an instance may come from
// another copy or version than the one that this package would find, such as the CommonJS build.

/**
 * The part of an axios instance that the adapter needs; every `AxiosInstance` of axios 1.7 and later has it.
 *
 * @example
 * const client: AxiosLike = axios.create({ baseURL: "https://sentry.io/api/0/" });
 */
export interface AxiosLike {
  readonly defaults: object;
  readonly interceptors: { readonly request: object };
  create(config?: never): object;
  getUri(config?: never): string;
  request(config: never): Promise<unknown>;
}

/** The instance that `create` returns, as {@link AxiosLike} with the shapes below. */
export interface InstanceLike {
  (config: object): Promise<ResponseLike>;
  readonly defaults: { readonly adapter?: unknown };
  readonly interceptors: Readonly<Record<"request" | "response", InterceptorsLike>>;
  getUri(config: object): unknown;
}

/** The list of interceptors, which axios reads for each request. */
export interface InterceptorsLike {
  forEach(visit: (interceptor: InterceptorLike) => void): void;
}

export interface InterceptorLike {
  readonly fulfilled: (config: ConfigLike) => ConfigLike;
  readonly synchronous: boolean;
}

export interface HeadersLike {
  delete(name: string): unknown;
}

/** A request's configuration, as axios passes it to the adapter: merged, intercepted and transformed. */
export interface ConfigLike {
  readonly url?: unknown;
  readonly baseURL?: unknown;
  readonly allowAbsoluteUrls?: unknown;
  readonly params?: unknown;
  readonly paramsSerializer?: unknown;
  readonly method?: string;
  readonly auth?: unknown;
  readonly data?: unknown;
  readonly signal?: unknown;
  readonly cancelToken?: CancelTokenLike;
  readonly beforeRedirect?: BeforeRedirect;
  readonly httpVersion?: unknown;
  readonly transport?: unknown;
  headers: HeadersLike;
  /** A function, a name, a list of those, or nothing for the platform's usual one. */
  adapter?: unknown;
}

export interface CancelTokenLike {
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
  /** Node's modules `http` and `https`, by protocol. */
  nativeProtocols?: unknown;
}

export interface RedirectedRequest {
  readonly headers: Record<string, unknown>;
}

export interface ResponseLike {
  readonly status: number;
  readonly headers?: unknown;
  data?: unknown;
  config?: ConfigLike;
  request?: unknown;
}

/** Whether a value has what the adapter needs of an axios instance. */
export function isAxios(instance: unknown): instance is AxiosLike {
  const { interceptors, create } = Object(instance);
  return typeof interceptors?.request?.forEach === "function" && typeof create === "function";
}

export function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null;
}
