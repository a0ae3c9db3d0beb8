import type { AuthStrategy } from "@x/sentry-core";
import type { AdapterSubject } from "@x/sentry-testing";
import axios from "axios";
import ky from "ky";

const headerOf = async (strategy: AuthStrategy, url: string): Promise<string> =>
  (await strategy.authorize({ url, method: "GET" })).header;

/** Clients whose header is set in their own way, an interceptor and a hook: they show it. */
export const leakyClients: readonly AdapterSubject[] = [
  {
    name: "an interceptor of axios",
    wrap: (strategy) => {
      const client = axios.create({ adapter: "http", validateStatus: () => true });
      client.interceptors.request.use(async (config) => {
        config.headers.set("Authorization", await headerOf(strategy, axios.getUri(config)));
        return config;
      });
      return {
        client,
        send: async (url, { signal, timeout }) => {
          const response = await client.get(url, { ...(signal && { signal }), ...(timeout && { timeout }) });
          return { status: response.status, text: "", shown: [response] };
        },
      };
    },
  },
  {
    name: "a hook of ky",
    wrap: (strategy, _, see) => {
      const authorize = async ({ request }: { readonly request: Request }): Promise<void> => {
        request.headers.set("Authorization", await headerOf(strategy, request.url));
        see?.(request);
      };
      const client = ky.create({ retry: 0, throwHttpErrors: false, hooks: { beforeRequest: [authorize] } });
      return {
        client,
        send: async (url, { signal, timeout }) => {
          const response = await client.get(url, { ...(signal && { signal }), ...(timeout && { timeout }) });
          return { status: response.status, text: "", shown: [response] };
        },
      };
    },
  },
];
