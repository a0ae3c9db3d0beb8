import { Agent } from "node:http";
import { withSentryAuth as withAxios } from "@x/sentry-axios";
import type { AuthStrategy } from "@x/sentry-core";
import { withSentryAuth as withFetch } from "@x/sentry-fetch";
import { withSentryAuth as withKy } from "@x/sentry-ky";
import axios from "axios";
import ky from "ky";
import ky1 from "ky-1";

/** Sends one request, reads the response to its end and returns the status, errors included. */
export type Send = (url: string, signal?: AbortSignal) => Promise<number>;

/** Puts authentication around a client that records nothing. */
export type LoadClient = (strategy: AuthStrategy) => Send;

function ofKy(library: typeof ky): LoadClient {
  return (strategy) => {
    const client = withKy(library.create({ throwHttpErrors: false, retry: 0, timeout: false }), strategy);
    return async (url, signal) => drained(await client(url, signal ? { signal } : {}));
  };
}

function ofAxios(adapter: "http" | "fetch"): LoadClient {
  return (strategy) => {
    const httpAgent = new Agent({ keepAlive: true, maxSockets: 100 });
    const client = withAxios(axios.create({ adapter, httpAgent, validateStatus: null }), strategy);
    return async (url, signal) => (await client.get(url, signal ? { signal } : {})).status;
  };
}

/** Keeps a listener and a little memory for each request, so as to be found out. */
const leaky: LoadClient = (strategy) => {
  const kept: unknown[] = [];
  const client = withFetch(fetch, strategy);
  return async (url, signal) => {
    signal?.addEventListener("abort", () => kept.length);
    kept.push(new Array(1_000).fill(url));
    return drained(await client(url, {}));
  };
};

export const loadClients: Readonly<Record<string, LoadClient>> = {
  leaky,
  fetch: (strategy) => {
    const client = withFetch(fetch, strategy);
    return async (url, signal) => drained(await client(url, signal ? { signal } : {}));
  },
  "axios, http": ofAxios("http"),
  "axios, fetch": ofAxios("fetch"),
  "ky 2": ofKy(ky),
  "ky 1": ofKy(ky1 as object as typeof ky),
};

async function drained(response: Response): Promise<number> {
  await response.arrayBuffer();
  return response.status;
}
