import type { AxiosLike, ConfigLike, InterceptorLike, InterceptorsLike, ResponseLike } from "./axios-like.ts";

/** Replaces the adapter of every request. `send` gets the configuration as the last interceptor and transform left it. */
export function replaceAdapter(instance: AxiosLike, send: (config: ConfigLike) => Promise<ResponseLike>): void {
  const interceptors = instance.interceptors.request as InterceptorsLike;
  const { forEach } = interceptors;
  // axios lists the interceptors for each request, and runs them in reverse, or in order where
  // `transitional.legacyInterceptorReqResOrdering` is off: ours is at both ends, and acts when it comes up last. Unlike
  // `use`, this moves no interceptor to another place or id, and outlives `clear()`.
  interceptors.forEach = (visit) => {
    let first = true;
    const ours: InterceptorLike = {
      synchronous: true,
      fulfilled: (config) => {
        // Without a configuration, because an interceptor forgot to return it, axios fails in its own words.
        if (!first && config) install(config, send);
        first = false;
        return config;
      },
    };
    visit(ours);
    forEach.call(interceptors, visit);
    visit(ours);
  };
}

function install(config: ConfigLike, send: (config: ConfigLike) => Promise<ResponseLike>): void {
  const { adapter } = config;
  config.adapter = (final: ConfigLike) => {
    // Restored in both, which differ where axios has copied the configuration: the caller may send either again.
    config.adapter = adapter;
    final.adapter = adapter;
    return send(final);
  };
}
