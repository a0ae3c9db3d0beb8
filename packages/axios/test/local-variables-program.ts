import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Worker } from "node:worker_threads";
import { bearerAuth } from "@x/sentry-bearer";
import axios, { type AxiosAdapter, type AxiosInstance, type AxiosRequestConfig } from "axios";
import { withSentryAuth } from "../src/index.ts";

// Runs one way to throw below the wrapped client, and prints what the recorder saw.

const [recorder = "", way = "", secret = ""] = process.argv.slice(2);
const fail = (): never => {
  throw new Error("thrown below the client");
};

const server = createServer((request, response) => {
  if (request.url === "/redirect") response.writeHead(302, { Location: "/" }).end();
  else response.writeHead(request.url === "/401" ? 401 : 200).end('{"detail":"Invalid token"}');
});
await once(server.listen(0, "127.0.0.1"), "listening");
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const rejecting: AxiosAdapter = async (config) => ({
  status: 401,
  statusText: "",
  headers: {},
  data: '{"detail":"Invalid token"}',
  config,
});

const ways: Record<string, (sentry: AxiosInstance) => Promise<unknown>> = {
  adapter: (sentry) => sentry.get(origin, { adapter: fail }),
  "adapter of the second attempt": (sentry) => {
    let calls = 0;
    return sentry.get(origin, { adapter: (config) => (calls++ === 0 ? rejecting(config) : fail()) });
  },
  "request interceptor": (sentry) => {
    sentry.interceptors.request.use(fail, null, { synchronous: true });
    return sentry.get(origin);
  },
  "response interceptor": (sentry) => {
    sentry.interceptors.response.use(fail, fail);
    return sentry.get(`${origin}/401`);
  },
  beforeRedirect: (sentry) => sentry.get(`${origin}/redirect`, { beforeRedirect: fail }),
  transformResponse: (sentry) => sentry.get(origin, { transformResponse: fail }),
  "a header that shows": (sentry) => {
    const config: AxiosRequestConfig = { headers: { Authorization: `Bearer ${secret}` }, transformRequest: fail };
    return sentry.get(origin, config);
  },
};

const worker = new Worker(recorder);
await once(worker, "message");
let number = 0;
const { now } = Date;
Date.now = () => now() + 1_000 * number;
// The second one is asked for at once, as if a second had passed.
const token = (): string => `${secret}${number++}`;
for (const strategy of [bearerAuth({ token: secret, origin }), bearerAuth({ token, origin })]) {
  const thrown = await ways[way]?.(withSentryAuth(axios.create(), strategy)).then(() => undefined, String);
  if (way !== "adapter of the second attempt" && thrown === undefined) throw new Error("nothing was thrown");
}
worker.postMessage("report");
const [report] = await once(worker, "message");
console.log(JSON.stringify(report));
await worker.terminate();
server.close();
server.closeAllConnections();
