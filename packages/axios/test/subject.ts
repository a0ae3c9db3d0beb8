import { withSentryAuth } from "@x/sentry-axios";
import type { AuthStrategy } from "@x/sentry-core";
import type { AdapterSubject, CaseInit, CaseResponse } from "@x/sentry-testing";
import axios, { type AxiosResponse, type AxiosStatic, type CreateAxiosDefaults } from "axios";

/** The adapter around an axios with this configuration. */
export function axiosSubject(
  name: string,
  library: AxiosStatic,
  config: CreateAxiosDefaults,
  ownAgent?: () => CreateAxiosDefaults["httpAgent"],
): AdapterSubject {
  const responded = async ({ status, data }: AxiosResponse, shown: unknown): Promise<CaseResponse> => ({
    status,
    text:
      config.responseType === "stream" ? await readAll(data) : typeof data === "string" ? data : JSON.stringify(data),
    shown: [shown],
  });
  return {
    name,
    wrap: (strategy, options, see) => {
      const client = withSentryAuth(
        library.create({ ...config, ...(ownAgent && { httpAgent: ownAgent() }) }),
        strategy,
        options,
      );
      if (see) {
        const pass = <T>(value: T): T => {
          see(value);
          return value;
        };
        client.interceptors.request.use(pass);
        client.interceptors.response.use(pass, (error: unknown) => Promise.reject(pass(error)));
      }
      return {
        client,
        send: async (url, { json, body, duplex, ...settings }) => {
          const data: unknown = json ?? (duplex && config.adapter === "http" ? nodeStream(body) : body);
          try {
            const response = await client.request({ url, ...settings, data });
            return await responded(response, response);
          } catch (error) {
            if (axios.isAxiosError(error) && error.response) return responded(error.response, error);
            throw error;
          }
        },
      };
    },
    lacks: {
      ...(config.adapter === "xhr" && { "streaming-body": "XMLHttpRequest sends no stream" }),
      ...(config.adapter === "fetch" && { "response-url": "axios reports the URL of the request" }),
      ...(config.responseType !== "stream" && { "streaming-response": "axios reads a response to its end" }),
    },
  };
}

/** axios with each of its transports that this platform has. */
export const adapters: readonly AdapterSubject[] = (["http", "xhr", "fetch"] as const)
  .filter(hasTransport)
  .map((adapter) => axiosSubject(`axios ${adapter}`, axios, { adapter }));

/** The bare client, and the one that `bench` compares with it. */
export function compare(headers: Record<string, string>, strategy: AuthStrategy) {
  const [bare, client] = [axios.create({ headers }), withSentryAuth(axios.create(), strategy)];
  return [(url: string) => bare.get(url), (url: string) => client.get(url)] as const;
}

function hasTransport(name: string): boolean {
  try {
    return typeof axios.getAdapter(name) === "function";
  } catch {
    return false;
  }
}

/** The kind of stream that axios reads where it uses node:http. */
function nodeStream(body: CaseInit["body"]): unknown {
  return process.getBuiltinModule("node:stream").Readable.from(body as AsyncIterable<Uint8Array>);
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return new TextDecoder().decode(new Uint8Array(chunks.flatMap((chunk) => [...chunk])));
}
