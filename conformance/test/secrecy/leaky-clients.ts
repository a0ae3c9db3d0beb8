import axios from "axios";
import ky from "ky";
import type { ClientSubject } from "./clients.ts";

/** Clients to which a header was added in their own way, an interceptor and a hook: they show it. */
export const leakyClientSubjects: readonly ClientSubject[] = [
  {
    name: "an interceptor of axios",
    wrap: (strategy) => {
      const client = axios.create({ adapter: "http" });
      client.interceptors.request.use(async (config) => {
        config.headers.set(
          "Authorization",
          (await strategy.authorize({ url: axios.getUri(config), method: "GET" })).header,
        );
        return config;
      });
      return { client, seen: [], send: (url, sending) => client.get(url, sending) };
    },
  },
  {
    name: "a hook of ky",
    wrap: (strategy) => {
      const seen: unknown[] = [];
      const authorize = async ({ request }: { readonly request: Request }): Promise<void> => {
        request.headers.set("Authorization", (await strategy.authorize(request)).header);
        seen.push(request);
      };
      const client = ky.create({ retry: 0, hooks: { beforeRequest: [authorize] } });
      return { client, seen, send: (url, sending) => client.get(url, sending) };
    },
  },
];
