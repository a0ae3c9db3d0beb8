import type { AxiosClient, Config, Response } from "./axios.ts";

interface Interceptor {
  readonly fulfilled: (config: Config) => Config;
  readonly synchronous: boolean;
}

interface Interceptors {
  forEach(visit: (interceptor: Interceptor) => void): void;
}

/** Whether a value has what the adapter needs of an axios instance. */
export function isAxios(instance: unknown): instance is AxiosClient {
  const { interceptors, create } = Object(instance);
  return typeof interceptors?.request?.forEach === "function" && typeof create === "function";
}

/** Puts a function in the place of the adapter of every request, with the configuration as the last interceptor left it. */
export function replaceAdapter(
  instance: AxiosClient,
  send: (config: Config, adapter: unknown) => Promise<Response>,
): void {
  const interceptors = instance.interceptors.request as Interceptors;
  const { forEach } = interceptors;
  // axios lists the interceptors for each request, and runs them in reverse, or in order where
  // `transitional.legacyInterceptorReqResOrdering` is off: ours is at both ends, and acts when it comes up last. Unlike
  // `use`, this moves nobody's interceptor to another place or id, and outlives `clear()`.
  interceptors.forEach = (visit) => {
    let first = true;
    const ours: Interceptor = {
      synchronous: true,
      fulfilled: (config) => {
        // Without a configuration, because an interceptor forgot to return it, axios fails in its own words.
        if (!first && config) {
          const { adapter } = config;
          config.adapter = (final: Config) => send(final, adapter);
        }
        first = false;
        return config;
      },
    };
    visit(ours);
    forEach.call(interceptors, visit);
    visit(ours);
  };
}
