// What SECURITY.md says that these packages do not prevent. A test that fails here means that a sentence there can go.
import { execFile } from "node:child_process";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { withSentryAuth as withSentryAuthOnAxios } from "@x/sentry-axios";
import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import { withSentryAuth as withSentryAuthOnKy } from "@x/sentry-ky";
import axios, { type AxiosAdapter } from "axios";
import ky from "ky";
import nodeFetch from "node-fetch";
import { describe, expect, onTestFinished, test, vi } from "vitest";

const token = "0123456789abcdef0123456789abcdef";
const header = `Bearer ${token}`;
const strategyFor = (url: string) => bearerAuth({ token, origin: new URL(url).origin });

/** Starts a server that keeps the requests that it gets. */
async function listen(): Promise<{
  readonly origin: string;
  readonly port: number;
  readonly requests: IncomingMessage[];
}> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, port, requests };
}

const withHost = { headers: { Host: "evil.example" } };

test.each<[string, boolean, (url: string) => Promise<unknown>]>([
  [
    "axios",
    true,
    (url) => withSentryAuthOnAxios(axios.create({ adapter: "http" }), strategyFor(url)).get(url, withHost),
  ],
  ["node-fetch", true, (url) => withSentryAuth(nodeFetch, strategyFor(url))(url, withHost)],
  ["fetch", false, (url) => withSentryAuth(fetch, strategyFor(url))(url, withHost)],
  ["ky", false, (url) => withSentryAuthOnKy(ky, strategyFor(url))(url, withHost)],
])("the origin check reads the URL; %s sends the caller's Host header: %j", async (_, isSent, send) => {
  const { origin, requests } = await listen();
  await send(`${origin}/`);
  const host = isSent ? "evil.example" : new URL(origin).host;
  expect(requests.map(({ headers }) => [headers.host, headers.authorization])).toEqual([[host, header]]);
});

test("a forward proxy reads the header of a plain http request", async () => {
  const { port, requests } = await listen();
  const proxied = axios.create({ adapter: "http", proxy: { host: "127.0.0.1", port } });
  const sentry = withSentryAuthOnAxios(proxied, bearerAuth({ token, origin: "http://sentry.example" }));
  await sentry.get("http://sentry.example/api/0/");
  expect(requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
    ["http://sentry.example/api/0/", header],
  ]);
});

describe("debug output", () => {
  const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

  /** Returns what Node prints about one request. */
  async function printed(client: string, variables: Record<string, string>): Promise<string> {
    const { origin, requests } = await listen();
    const hook = new URL("../../../tools/code-blocks/resolve-to-source.ts", import.meta.url).href;
    const program = [`--import=${hook}`, here("debug-output-program.ts"), client, origin, token];
    const { PATH = "" } = process.env;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, program, { env: { PATH, ...variables } });
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([header]);
    return stdout + stderr;
  }

  test.each([
    { client: "axios", variables: { NODE_DEBUG: "net,tls,stream" } },
    { client: "axios", variables: { DEBUG: "follow-redirects" } },
    { client: "node-fetch", variables: { NODE_DEBUG: "net,tls,stream" } },
  ])("of Node prints the header: $client, $variables", async ({ client, variables }) => {
    expect(await printed(client, variables)).toContain(token);
  });

  test.each(["axios", "fetch", "node-fetch"])("of %s itself does not", async (client) => {
    expect(await printed(client, {})).not.toContain(token);
  });
});

test("a function that sends a request with the wrapped client fails after 30 seconds, and its request with it", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const inner = vi.fn();
  const provide = vi.fn(async (): Promise<string> => {
    await sentry("https://sentry.io/api/0/").catch(inner);
    return token;
  });
  const double = vi.fn(async (_: string) => new Response("{}"));
  const sentry = withSentryAuth(double, bearerAuth({ token: provide }));
  const outcome = vi.fn();
  void sentry("https://sentry.io/api/0/").catch(outcome);
  await vi.advanceTimersByTimeAsync(29_999);
  expect(outcome).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  for (const failed of [outcome, inner]) {
    expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: "ERR_SECRET_UNAVAILABLE" }));
  }
  expect([provide.mock.calls.length, double.mock.calls.length]).toEqual([1, 0]);
});

describe("a mock records the header", () => {
  test("of fetch and of ky", async () => {
    const double = vi.fn(async (_: string | Request, __?: RequestInit) => new Response("{}"));
    const strategy = bearerAuth({ token });
    await withSentryAuth(double, strategy)("https://sentry.io/api/0/");
    await withSentryAuthOnKy(ky.create({ fetch: double as typeof fetch }), strategy)("https://sentry.io/api/0/");
    const recorded = double.mock.calls.map(([input, init]) => new Request(input, init).headers.get("authorization"));
    expect(recorded).toEqual([header, header]);
  });

  test("of axios: the configuration that an adapter gets has it, and the response does not", async () => {
    const records: unknown[] = [];
    const adapter: AxiosAdapter = async (config) => {
      records.push(config.headers.get("Authorization"));
      return { data: "{}", status: 200, statusText: "OK", headers: {}, config };
    };
    const sentry = withSentryAuthOnAxios(axios.create({ adapter }), bearerAuth({ token }));
    const { config } = await sentry.get("https://sentry.io/");
    expect([records, config.headers.has("Authorization")]).toEqual([[header], false]);
  });
});

test("what a function throws is the cause, unchanged", async () => {
  const thrown = new Error(`the vault refused ${token}`);
  const strategy = bearerAuth({ token: () => Promise.reject(thrown) });
  const error: unknown = await withSentryAuth(fetch, strategy)("https://sentry.io/").catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "ERR_SECRET_UNAVAILABLE", cause: thrown });
});
