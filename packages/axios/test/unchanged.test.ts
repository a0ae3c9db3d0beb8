import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { bearerAuth } from "@x/sentry-bearer";
import { type RecordedRequest, type SentryServer, startSentryServer } from "@x/sentry-testing";
import axios, { type AxiosError, type AxiosInstance, type AxiosResponse, type AxiosStatic } from "axios";
import { describe, expect, test, vi } from "vitest";
import { withSentryAuth } from "../src/index.ts";
import { transports } from "./versions.ts";

type Call = (sentry: AxiosInstance, server: SentryServer, axios: AxiosStatic) => Promise<unknown>;

function formData(): FormData {
  const form = new FormData();
  form.set("a", "b");
  return form;
}

const upload =
  (data: () => unknown): Call =>
  (sentry, { urls }) =>
    sentry.post(urls.echo, data());

/** What must come to the same with us as without. */
const calls: Readonly<Record<string, Call>> = {
  "a GET": (sentry, { urls }) => sentry.get(urls.echo),
  "a HEAD": (sentry, { urls }) => sentry.head(urls.echo),
  "headers, params and a base": (sentry, { origin }) =>
    sentry.get("/echo", { baseURL: `${origin}/test`, params: { a: [1, "ü"] }, headers: { "X-Mine": "1" } }),
  JSON: upload(() => ({ a: 1 })),
  text: upload(() => "a"),
  "a Buffer": upload(() => Buffer.from("a")),
  URLSearchParams: upload(() => new URLSearchParams({ a: "b c" })),
  "a Blob": upload(() => new Blob(["a"], { type: "text/plain" })),
  FormData: upload(formData),
  postForm: (sentry, { urls }) => sentry.postForm(urls.echo, { a: "b", c: [1, 2] }),
  "a Node stream": upload(() => Readable.from(["a", "b"])),
  transforms: (sentry, { urls }) =>
    sentry.post(
      urls.echo,
      { a: 1 },
      {
        transformRequest: [(data) => data, (data) => JSON.stringify({ ...data, b: 2 })],
        transformResponse: (data, headers, status) => ({ length: data.length, type: headers["content-type"], status }),
      },
    ),
  "a transform that fails": (sentry, { urls }) =>
    sentry.get(urls.echo, {
      transformResponse: () => {
        throw new TypeError("not what I expected");
      },
    }),
  "a body that is no JSON": (sentry, { urls }) =>
    sentry.get(urls.echo, { responseType: "json", transitional: { silentJSONParsing: false }, decompress: false }),
  bytes: (sentry, { urls }) => sentry.get(urls.echo, { responseType: "arraybuffer" }),
  "a stream": async (sentry, { urls }) => {
    const response = await sentry.get(urls.echo, { responseType: "stream" });
    return { ...response, data: await text(response.data) };
  },
  "a stream that is broken off": async (sentry, { urls }) => {
    const { data } = await sentry.get(urls.echo, { responseType: "stream" });
    for await (const chunk of data) return chunk.length;
    return undefined;
  },
  "validateStatus: all": (sentry, { origin }) => sentry.get(`${origin}/test/status/418`, { validateStatus: null }),
  "validateStatus: none": (sentry, { urls }) => sentry.get(urls.echo, { validateStatus: () => false }),
  "a 404": (sentry, { origin }) => sentry.get(`${origin}/test/status/404`),
  "a 500 for a POST": (sentry, { origin }) => sentry.post(`${origin}/test/status/500`, { a: 1 }),
  "a reset": (sentry, { origin }) => sentry.get(`${origin}/test/reset`),
  "a timeout": (sentry, { urls }) =>
    sentry.get(`${urls.echo}?hold=it`, { timeout: 1_000, timeoutErrorMessage: "too long" }),
  "a long response": (sentry, { urls }) => sentry.get(urls.echo, { maxContentLength: 5 }),
  "a long body": (sentry, { urls }) => sentry.post(urls.echo, "abcdef", { maxBodyLength: 5 }),
  "no redirects": (sentry, { origin }) =>
    sentry.get(`${origin}/test/redirect?to=/`, { maxRedirects: 0, fetchOptions: { redirect: "manual" } }),
  "a redirect": (sentry, { origin }) => sentry.get(`${origin}/test/redirect?to=/test/echo`),
  progress: async (sentry, { urls }) => {
    const seen = new Map<string, number>();
    const onUploadProgress = ({ loaded }: { loaded: number }) => seen.set("up", loaded);
    const onDownloadProgress = ({ lengthComputable }: { lengthComputable: boolean }) =>
      seen.set("down", Number(lengthComputable));
    await sentry.post(urls.echo, "a".repeat(1000), { onUploadProgress, onDownloadProgress });
    await vi.waitUntil(() => seen.size === 2);
    return Object.fromEntries(seen);
  },
};

const changing = /^(?:authorization|date|connection|host|stack|duration|base64|sha256|last-modified)$/i;

/** Without what is different each time. */
function unchanging(value: unknown): unknown {
  const text = JSON.stringify(value, (key, part) => {
    if (changing.test(key)) return undefined;
    if (typeof part === "object" && part !== null && "pipe" in part) return "a stream";
    return typeof part === "string" ? part.replaceAll(/(?:boundary=|--)[-\w.]{12,}|:\d{4,5}\b/g, "?") : part;
  });
  return JSON.parse(text ?? "null");
}

const shown = ["method", "path", "protocol", "host", "url", "responseURL"];

/** Everything about a result that can be compared. */
function factsOf(result: unknown, axios: AxiosStatic): unknown {
  if (typeof result !== "object" || result === null || !("config" in result || result instanceof Error)) return result;
  const { config, request, response, name, message, code, status, data, headers } = result as AxiosError &
    AxiosResponse;
  return {
    keys: Object.keys(result).sort(),
    name,
    message,
    code,
    status,
    data: typeof data === "object" && Buffer.isBuffer(data) ? data.length : data,
    headers: { ...headers },
    config: config && { ...config, headers: { ...config.headers }, keys: Object.keys(config).sort() },
    // An error of the http adapter may have the object that follows redirects, and the request inside.
    request: shown.map((name) => (request?._currentRequest ?? request)?.[name]),
    final: request?.res?.responseUrl,
    response: response && factsOf(response, axios),
    kind: [result instanceof axios.AxiosError, axios.isAxiosError(result), axios.isCancel(result)],
    json: "toJSON" in result && typeof result.toJSON === "function" ? result.toJSON() : undefined,
  };
}

const arrived = ({ method, url, rawHeaders, body }: RecordedRequest): unknown => ({
  method,
  url,
  headers: Object.fromEntries(rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [[name, rawHeaders[i + 1]]] : []))),
  body: Buffer.from(body)
    .toString()
    .replaceAll(/--[-\w.]{10,}/g, "boundary"),
});

describe.each(transports)("$name", ({ axios, adapter }) => {
  test.each(Object.keys(calls))("as without us: %s", async (name) => {
    const call = calls[name] ?? expect.unreachable();
    await using server = await startSentryServer();
    const { token } = server.credentials;
    const bare = axios.create({ adapter });
    bare.interceptors.request.use((config) => {
      config.headers.set("Authorization", `Bearer ${token}`);
      return config;
    });
    const strategies = [
      bearerAuth({ token, origin: server.origin }),
      bearerAuth({ token: async () => token, origin: server.origin }),
    ];
    const run = async (instance: AxiosInstance) => {
      const result = await call(instance, server, axios).catch((error) => error);
      const facts = unchanging({ result: factsOf(result, axios), arrived: server.requests.splice(0).map(arrived) });
      return facts;
    };
    const expected = await run(bare);
    expect(expected).toBeDefined();
    for (const strategy of strategies)
      expect(await run(withSentryAuth(axios.create({ adapter }), strategy))).toEqual(expected);
  });
});

test("what an adapter's error leads to stays as it is, unless it is an error of axios", async () => {
  const app = {
    config: { name: "mine" },
    message: "mine",
    list: [{ config: 1, request: 2 }],
    bytes: new Uint8Array(9),
  };
  const before = structuredClone(app);
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const thrown = Object.assign(new Error("mine"), { app, proxy });
  const adapter = () => Promise.reject(thrown);
  const strategy = bearerAuth({ token: "0123456789abcdef" });
  const sentry = withSentryAuth(axios.create({ adapter }), strategy);
  await expect(sentry.get("https://sentry.io/")).rejects.toBe(thrown);
  expect(app).toEqual(before);
});
