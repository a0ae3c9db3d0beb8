import { Agent } from "node:http";
import * as axiosAdapter from "@x/sentry-axios";
import type { AdapterOptions, AuthStrategy } from "@x/sentry-core";
import * as fetchAdapter from "@x/sentry-fetch";
import * as kyAdapter from "@x/sentry-ky";
import axios, { type AxiosRequestConfig, type AxiosStatic } from "axios";
import axiosOldest from "axios-oldest";
import ky from "ky";
import ky1 from "ky-1";
import nodeFetch from "node-fetch";
import { fetch as undiciFetch } from "undici";

/** What is asked of a request besides its URL. */
export interface Sending {
  readonly signal?: AbortSignal;
  /** In milliseconds. */
  readonly timeout?: number;
}

/** A client with authentication. */
export interface Wrapped {
  readonly client: unknown;
  /** Everything that the client's own hooks and interceptors got to see. */
  readonly seen: readonly unknown[];
  readonly send: (url: string, sending?: Sending) => Promise<unknown>;
}

/** A client that one of the adapters is for. */
export interface ClientSubject {
  readonly name: string;
  readonly wrap: (strategy: AuthStrategy, options?: AdapterOptions) => Wrapped;
}

type AnyFetch = (url: string, init?: never) => Promise<{ readonly status: number }>;

function ofFetch(name: string, fetch: AnyFetch): ClientSubject {
  return {
    name,
    wrap: (strategy, options) => {
      const client = fetchAdapter.withSentryAuth(fetch, strategy, options);
      return {
        client,
        seen: [],
        send: (url, { signal, timeout } = {}) => {
          const init = { signal: timeout === undefined ? signal : AbortSignal.timeout(timeout) };
          return client(url, init as never);
        },
      };
    },
  };
}

function ofAxios(name: string, library: AxiosStatic, config: AxiosRequestConfig): ClientSubject {
  return {
    name,
    wrap: (strategy, options) => {
      const seen: unknown[] = [];
      const see = <T>(value: T): T => {
        seen.push(value);
        return value;
      };
      const client = axiosAdapter.withSentryAuth(library.create(config), strategy, options);
      client.interceptors.request.use(see);
      client.interceptors.response.use(see, (error: unknown) => Promise.reject(see(error)));
      return { client, seen, send: (url, sending) => client.get(url, sending) };
    },
  };
}

type Hook = (...given: unknown[]) => undefined;

function ofKy(name: string, library: typeof ky): ClientSubject {
  return {
    name,
    wrap: (strategy, options) => {
      const seen: unknown[] = [];
      const see: Hook = (...given) => void seen.push(given);
      // ky 2 expects the error back.
      const seeError = (given: { error?: unknown }) => {
        seen.push(given);
        return given.error ?? given;
      };
      const hooks = {
        beforeRequest: [see],
        afterResponse: [see],
        beforeRetry: [see],
        beforeError: [seeError as never],
      };
      const client = kyAdapter.withSentryAuth(library.create({ hooks }), strategy, options);
      return {
        client,
        seen,
        send: (url, sending) => client.get(url, { retry: { limit: 1, delay: () => 0 }, ...sending }),
      };
    },
  };
}

const oldest = axiosOldest as object as AxiosStatic;

/** Clients of each adapter, for Node, Bun and Deno. */
export const clientSubjects: readonly ClientSubject[] = [
  ofFetch("fetch", (url, init) => fetch(url, init)),
  ofAxios("axios, http", axios, { adapter: "http" }),
  ofKy("ky 2", ky),
  ofFetch("fetch of undici", undiciFetch),
  ofFetch("node-fetch 3", nodeFetch as AnyFetch),
  ofAxios("axios, http, as a stream", axios, { adapter: "http", responseType: "stream" }),
  ofAxios("axios, http, with an agent", axios, { adapter: "http", httpAgent: new Agent({ keepAlive: true }) }),
  ofAxios("axios, fetch", axios, { adapter: "fetch" }),
  ofAxios("axios 1.7.0, http", oldest, { adapter: "http" }),
  ofAxios("axios 1.7.0, fetch", oldest, { adapter: "fetch" }),
  ofKy("ky 1", ky1 as object as typeof ky),
];
