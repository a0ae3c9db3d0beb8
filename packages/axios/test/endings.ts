import { Agent } from "node:http";
import { Readable } from "node:stream";
import type { SentryServer } from "@x/sentry-testing";
import type { AxiosInstance, AxiosRequestConfig, AxiosStatic } from "axios";
import { expect } from "vitest";

export interface Situation {
  readonly axios: AxiosStatic;
  readonly sentry: AxiosInstance;
  readonly server: SentryServer;
  /** The origin of the server that never ends a response. */
  readonly partial: string;
  /** A URL of a server that accepts requests and reads no body. */
  readonly unread: string;
  /** Keeps what the caller gets to see on the way. */
  readonly see: (...seen: unknown[]) => void;
}

/** A way for a request to end: with a response, or with an error of this name. */
export interface Ending {
  readonly name: string;
  readonly call: (situation: Situation) => Promise<unknown>;
  readonly only?: "http" | "fetch";
}

const abortOnceArrived = (server: SentryServer): AxiosRequestConfig => {
  const controller = new AbortController();
  server.arrived(server.requests.length + 1).then(() => setImmediate(() => controller.abort()));
  return { signal: controller.signal };
};
const redirect = (server: SentryServer, to: string) => `${server.origin}/test/redirect?to=${encodeURIComponent(to)}`;

export const endings: readonly Ending[] = [
  { name: "success", call: ({ sentry, server }) => sentry.post(server.urls.echo, { a: 1 }) },
  { name: "bytes", call: ({ sentry, server }) => sentry.get(server.urls.echo, { responseType: "arraybuffer" }) },
  { name: "a 401", call: ({ sentry, server }) => sentry.get(`${server.origin}/test/status/401`) },
  { name: "a 404", call: ({ sentry, server }) => sentry.put(`${server.origin}/test/status/404`, "a") },
  {
    name: "a 500 in a stream",
    call: ({ sentry, server }) => sentry.get(`${server.origin}/test/status/500`, { responseType: "stream" }),
  },
  {
    name: "a 401 that passes",
    call: ({ sentry, server }) => sentry.get(`${server.origin}/test/status/401`, { validateStatus: null }),
  },
  {
    name: "no JSON",
    call: ({ sentry, server }) => sentry.get(server.urls.echo, { transformResponse: () => JSON.parse("{") }),
  },
  {
    name: "a timeout",
    call: ({ sentry, server }) => sentry.post(`${server.urls.echo}?hold=for-ever`, "a", { timeout: 30 }),
  },
  {
    name: "an abort",
    call: ({ sentry, server }) => sentry.get(`${server.urls.echo}?hold=for-ever`, abortOnceArrived(server)),
  },
  {
    name: "a CancelToken",
    only: "http",
    call: ({ axios, sentry, server }) => {
      const { token, cancel } = axios.CancelToken.source();
      server.arrived(1).then(() => cancel("enough"));
      return sentry.get(`${server.urls.echo}?hold=for-ever`, { cancelToken: token });
    },
  },
  { name: "a reset", call: ({ sentry, server }) => sentry.get(`${server.origin}/test/reset`) },
  {
    name: "a refused connection",
    call: async ({ sentry, server }) => {
      await server.close();
      return sentry.post(server.urls.echo, "a");
    },
  },
  {
    name: "a refused connection of an agent's",
    only: "http",
    call: async ({ sentry, server, see }) => {
      const httpAgent = new Agent({ keepAlive: true, maxSockets: 1 });
      see(httpAgent);
      await server.close();
      return Promise.allSettled([1, 2].map(() => sentry.post(server.urls.echo, "a", { httpAgent }).catch(see)));
    },
  },
  { name: "a redirect", call: ({ sentry, server }) => sentry.get(redirect(server, server.urls.echo)) },
  {
    name: "a redirect elsewhere",
    call: ({ sentry, server, partial }) => sentry.get(redirect(server, partial), { timeout: 100 }),
  },
  {
    name: "an abort after a redirect",
    call: ({ sentry, server }) =>
      sentry.get(redirect(server, `${server.urls.echo}?hold=for-ever`), abortOnceArrived(server)),
  },
  {
    name: "no redirects",
    call: ({ sentry, server }) => sentry.get(redirect(server, "/"), { maxRedirects: 0 }),
    only: "http",
  },
  {
    name: "too many redirects",
    call: ({ sentry, server }) => sentry.get(redirect(server, redirect(server, "/")), { maxRedirects: 1 }),
    only: "http",
  },
  {
    name: "a failing beforeRedirect",
    only: "http",
    call: ({ sentry, server, see }) => {
      const beforeRedirect = (...given: unknown[]): never => {
        see(...given);
        throw new Error("no further");
      };
      return sentry.get(redirect(server, "/"), { beforeRedirect });
    },
  },
  { name: "a long response", call: ({ sentry, server }) => sentry.get(server.urls.echo, { maxContentLength: 5 }) },
  {
    name: "a long body",
    call: ({ sentry, server }) => sentry.post(server.urls.echo, Readable.from(["abc", "def"]), { maxBodyLength: 4 }),
    only: "http",
  },
  {
    name: "a body that fails",
    only: "http",
    call: ({ sentry, server }) => sentry.post(server.urls.echo, Readable.from(failing())),
  },
  {
    name: "progress",
    call: ({ sentry, server, see }) =>
      sentry.post(server.urls.echo, "a".repeat(100_000), { onUploadProgress: see, onDownloadProgress: see }),
  },
  {
    name: "a keep-alive agent",
    only: "http",
    call: async ({ sentry, server, see }) => {
      const httpAgent = new Agent({ keepAlive: true });
      see(httpAgent);
      const gone = await sentry
        .get(`${server.urls.echo}?hold=for-ever`, { httpAgent, timeout: 30 })
        .catch((error) => error);
      const responses = await Promise.all([1, 2, 3].map(() => sentry.get(server.urls.echo, { httpAgent })));
      await new Promise(setImmediate);
      return [gone, ...responses];
    },
  },
  { name: "a stream", call: ({ sentry, server }) => sentry.get(server.urls.echo, { responseType: "stream" }) },
  ...(["", "reset"] as const).map((path) => ({
    name: `a stream with its own end: ${path || "abort"}`,
    call: async ({ sentry, partial, see }: Situation) => {
      const controller = new AbortController();
      const response = await sentry.get(`${partial}/${path}`, { responseType: "stream", signal: controller.signal });
      see(response);
      try {
        for await (const chunk of response.data) {
          see(chunk);
          if (path === "") controller.abort();
        }
      } catch (error) {
        return error;
      }
      return expect.unreachable();
    },
  })),
  {
    name: "a long stream",
    call: async ({ sentry, partial, see }) => {
      const response = await sentry.get(partial, { responseType: "stream", maxContentLength: 5 });
      see(response);
      // The oldest knows no limit for streams.
      const iterator = response.data[Symbol.asyncIterator]();
      await iterator.next().catch(see);
    },
  },
  {
    name: "an adapter that hands its configuration on",
    call: ({ axios, sentry, server }) => {
      const adapter = axios.getAdapter("http");
      return sentry.get(`${server.origin}/test/status/500`, {
        adapter: (config) =>
          adapter(config).catch((cause) => {
            throw Object.assign(new Error("mine", { cause }), {
              config: { ...config },
              response: { config, request: config },
            });
          }),
      });
    },
  },
  {
    name: "an adapter that takes the first of several",
    call: ({ axios, sentry, server }) => {
      const adapter = axios.getAdapter("http");
      return sentry.get(`${server.origin}/test/reset`, {
        adapter: (config) => Promise.any([adapter({ ...config }), adapter({ ...config })]),
      });
    },
  },
  {
    name: "an adapter that lists what failed",
    call: ({ axios, sentry, server }) => {
      const adapter = axios.getAdapter("http");
      return sentry.get(`${server.origin}/test/status/500`, {
        adapter: async (config) => {
          const attempts = await Promise.allSettled([adapter({ ...config }), adapter({ ...config })]);
          const [first, second] = attempts.map((attempt) => attempt.status === "rejected" && attempt.reason);
          const more = await Promise.allSettled([1, 2, 3].map(() => adapter({ ...config })));
          throw Object.assign(new Error("mine"), {
            first,
            others: [second],
            details: { attempts: [more[0]], byNumber: new Map([[1, more[1]]]), all: new Set([more[2]]) },
            cause: new Error("its", { cause: second }),
          });
        },
      });
    },
  },
  {
    name: "an adapter that throws at once",
    call: ({ axios, sentry, server }) =>
      sentry.get(server.urls.echo, {
        adapter: (config) => {
          throw new axios.AxiosError("not now", "ERR_MINE", config, { headers: config.headers });
        },
      }),
  },
  {
    name: "an upload that is not read",
    only: "http",
    call: ({ sentry, unread, see }) => {
      // Larger than what the sockets' buffers take, and never at its end.
      const upload = new Readable({ read: () => {} });
      upload.push(Buffer.alloc(6_000_000));
      see(upload);
      return sentry.post(unread, upload, { timeout: 300, maxRedirects: 0 });
    },
  },
];

async function* failing(): AsyncGenerator<string> {
  yield "a";
  throw new Error("gone");
}
