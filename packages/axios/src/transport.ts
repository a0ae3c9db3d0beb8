import type { AxiosClient, Config, Instance, Response } from "./axios.ts";
import { type Sent, settleError, settleResponse } from "./settle.ts";

/** One request on its way. */
export interface Transport {
  /** The configuration that the caller knows. */
  readonly config: Config;
  readonly adapter: unknown;
  readonly bare: Instance;
}

/** An instance of the same copy of axios that adds nothing to a request: neither defaults nor interceptors. */
export function bareInstance(instance: AxiosClient): Instance {
  const bare = instance.create() as Instance;
  for (const name of Object.keys(bare.defaults)) Reflect.deleteProperty(bare.defaults, name);
  return bare;
}

/** Sends what the caller asked for as `given`, which may have `header` in it, and gives what comes back without it. */
export function transmit(given: Config, { config, adapter, bare }: Transport, header?: string): Promise<Response> {
  const direct = typeof adapter === "function";
  const answer = direct ? adapter(given) : dispatch(given, adapter, bare);
  if (given === config && direct) return answer;
  const sent: Sent = { config, used: direct ? given : undefined, header };
  return answer.then(
    (response: Response) => settleResponse(response, sent),
    (error: unknown) => {
      settleError(error, sent);
      throw error;
    },
  );
}

/**
 * Sends by the name of an adapter. What `http`, `xhr` and `fetch` stand for only the instance's own copy of axios knows:
 * its errors are instances of the caller's `AxiosError`, which those of another copy would not be.
 */
function dispatch(config: Config, adapter: unknown, bare: Instance): Promise<Response> {
  return bare.request({ ...config, adapter, transformRequest: undefined, transformResponse: undefined });
}
