import type { Authorization } from "@x/sentry-core";
import type { AxiosLike, ConfigLike, InstanceLike, ResponseLike } from "./axios-like.ts";
import { cleanError, cleanResponse, type Exchange } from "./clean.ts";

/** Sends `sent` in place of the caller's `config`, and returns what comes back without the authorization. */
export function dispatch(
  sent: ConfigLike,
  config: ConfigLike,
  bare: () => InstanceLike,
  authorization?: Authorization,
): Promise<ResponseLike> {
  const exchange: Exchange = { config, sent, authorization };
  const fail = (error: unknown): never => {
    cleanError(error, exchange);
    throw error;
  };
  const { adapter } = config;
  try {
    if (typeof adapter !== "function") {
      return dispatchByName(sent, bare()).then((response) => cleanResponse(response, exchange), fail);
    }
    const pending: Promise<ResponseLike> = adapter(sent);
    return sent === config ? pending : pending.then((response) => cleanResponse(response, exchange), fail);
  } catch (error) {
    return fail(error);
  }
}

/**
 * Sends by the name of an adapter. Only the instance's own copy of axios resolves `http`, `xhr` and `fetch`:
 * its errors are instances of the caller's `AxiosError`, and those of another copy would not be.
 */
function dispatchByName(sent: ConfigLike, bare: InstanceLike): Promise<ResponseLike> {
  return bare({
    adapter: sent.adapter,
    // The last step before the adapter, called on the object that the adapter gets. Set here, the configuration is
    // neither merged nor copied once more, which costs as much as the rest of a request, and no interceptor sees it.
    transformRequest(this: ConfigLike) {
      Object.assign(this, sent, { transformRequest: undefined, transformResponse: undefined });
      return sent.data;
    },
  });
}

/** Returns a function that makes the bare instance at its first call: custom adapters never need it. */
export function bareInstanceOf(instance: AxiosLike): () => InstanceLike {
  let bare: InstanceLike | undefined;
  return () => {
    bare ??= makeBareInstance(instance as AxiosLike & Pick<InstanceLike, never>);
    return bare;
  };
}

/** An instance of the same copy of axios that adds nothing to a request: neither defaults nor interceptors. */
function makeBareInstance(instance: AxiosLike): InstanceLike {
  const mark = (): never => {
    throw new Error("unused");
  };
  const bare = instance.create({ adapter: mark } as never) as InstanceLike;
  // A mock's `create` may return an instance that is in use, which the next lines would empty.
  if (Object(bare) === instance || bare?.defaults?.adapter !== mark) {
    throw new TypeError("instance.create() must make a new axios instance with the defaults that it is called with");
  }
  for (const name of Object.keys(bare.defaults)) Reflect.deleteProperty(bare.defaults, name);
  // Instrumentation may have added interceptors, or add some later. They would see the authorization.
  bare.interceptors.request.forEach = () => {};
  bare.interceptors.response.forEach = () => {};
  return bare;
}
