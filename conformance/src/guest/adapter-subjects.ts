import { withSentryAuth as withAuthOnAxios } from "@x/sentry-axios";
import { withSentryAuth as withAuthOnFetch } from "@x/sentry-fetch";
import { withSentryAuth as withAuthOnKy } from "@x/sentry-ky";
import type { AdapterSubject, CaseAnswer, CaseInit } from "@x/sentry-testing";
import axios, { type AxiosResponse } from "axios";
import { HTTPError as HTTPError2, default as ky2 } from "ky";
import { HTTPError as HTTPError1, default as ky1 } from "ky-1";
import { limits } from "./limits.ts";

/** Every adapter with every client and transport that this runtime has. */
export function adapterSubjects(runtime: string, start: AdapterSubject["start"]): readonly AdapterSubject[] {
  const found = [fetchSubject(start), kySubject("ky 2", start), kySubject("ky 1", start)];
  for (const transport of ["http", "xhr", "fetch"] as const) {
    if (hasTransport(transport)) found.push(axiosSubject(transport, start));
  }
  return found.map((subject) => ({ ...subject, lacks: limits(runtime, subject.name) }));
}

function fetchSubject(start: AdapterSubject["start"]): AdapterSubject {
  return {
    name: "fetch",
    start,
    wrap: (strategy, options) => {
      const client = withAuthOnFetch(fetch, strategy, options);
      return {
        client,
        send: async (url, init) => {
          const response = await client(url, "json" in init ? { ...init, body: JSON.stringify(init.json) } : init);
          return { status: response.status, text: await response.text(), shown: [response] };
        },
      };
    },
  };
}

function kySubject(name: "ky 1" | "ky 2", start: AdapterSubject["start"]): AdapterSubject {
  const ky = name === "ky 1" ? (ky1 as object as typeof ky2) : ky2;
  return {
    name,
    start,
    wrap: (strategy, options) => {
      const client = withAuthOnKy(ky.create({ retry: 0 }), strategy, options);
      return {
        client,
        send: async (url, init) => {
          try {
            const response = await client(url, init);
            return { status: response.status, text: await response.text(), shown: [response] };
          } catch (error) {
            if (!(error instanceof HTTPError1 || error instanceof HTTPError2)) throw error;
            // ky 2 has read the body of a refusal, and kept what it held.
            const text = "data" in error ? JSON.stringify(error.data) : await error.response.text();
            return { status: error.response.status, text, shown: [error] };
          }
        },
      };
    },
  };
}

function axiosSubject(transport: "http" | "xhr" | "fetch", start: AdapterSubject["start"]): AdapterSubject {
  const answered = ({ status, data }: AxiosResponse, shown: unknown): CaseAnswer => ({
    status,
    text: typeof data === "string" ? data : JSON.stringify(data),
    shown: [shown],
  });
  return {
    name: `axios ${transport}`,
    start,
    wrap: (strategy, options) => {
      const client = withAuthOnAxios(axios.create({ adapter: transport }), strategy, options);
      return {
        client,
        send: async (url, { json, body, duplex, ...config }) => {
          const data: unknown = json ?? (duplex && transport === "http" ? nodeStream(body) : body);
          try {
            const response = await client.request({ url, ...config, data });
            return answered(response, response);
          } catch (error) {
            if (axios.isAxiosError(error) && error.response) return answered(error.response, error);
            throw error;
          }
        },
      };
    },
  };
}

function hasTransport(name: string): boolean {
  try {
    return typeof axios.getAdapter(name) === "function";
  } catch {
    return false;
  }
}

/** The kind of stream that axios knows where it uses node:http. */
function nodeStream(body: CaseInit["body"]): unknown {
  const { process } = globalThis as object as {
    readonly process: { getBuiltinModule(name: "node:stream"): NodeStream };
  };
  return process.getBuiltinModule("node:stream").Readable.from(body as AsyncIterable<Uint8Array>);
}

type NodeStream = typeof import("node:stream");
