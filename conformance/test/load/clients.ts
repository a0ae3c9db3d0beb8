import type { AuthStrategy } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-fetch";
import type { AdapterSubject, StrategySubject } from "@x/sentry-testing";
import { loadModules } from "../../src/subjects.ts";

/** Sends one request, reads the response to its end and returns the status, errors included. */
export type Send = (url: string, signal?: AbortSignal) => Promise<number>;

/** Puts authentication around a client that records nothing. */
export type LoadClient = (strategy: AuthStrategy) => Send;

/** A strategy whose credential the embedded server rotates. */
export type RotatedStrategy = StrategySubject & Required<Pick<StrategySubject, "secretOf">>;

/** Keeps a listener and a little memory for each request, so as to be found out. */
const leaky: LoadClient = (strategy) => {
  const kept: unknown[] = [];
  const client = withSentryAuth(fetch, strategy);
  return async (url, signal) => {
    signal?.addEventListener("abort", () => kept.length);
    kept.push(new Array(1_000).fill(url));
    const response = await client(url);
    await response.arrayBuffer();
    return response.status;
  };
};

function clientOf({ wrap, lacks }: AdapterSubject): LoadClient {
  return (strategy) => {
    const { send } = wrap(strategy);
    // No limit that a slow machine reaches.
    const limit = lacks?.timeout === undefined && { timeout: 600_000 };
    return async (url, signal) => (await send(url, { ...limit, ...(signal && { signal }) })).status;
  };
}

const modules = await loadModules();

export const strategies: readonly RotatedStrategy[] = modules.flatMap(({ strategy }) =>
  strategy?.secretOf === undefined ? [] : [{ ...strategy, secretOf: strategy.secretOf }],
);

/** Every client by its adapter's name, and the one that the test has to find out. */
export const clients: ReadonlyMap<string, LoadClient> = new Map([
  ...modules
    .flatMap(({ adapters = [] }) => adapters)
    .map((adapter): [string, LoadClient] => [adapter.name, clientOf(adapter)]),
  ["leaky", leaky],
]);
