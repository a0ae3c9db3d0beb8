import { text as readText } from "node:stream/consumers";
import { bearerAuth } from "@x/sentry-bearer";
import { type RefusalName, refusals, type SentryServer, startSentryServer } from "@x/sentry-testing";
import type { AxiosRequestConfig } from "axios";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { withSentryAuth } from "../src/index.ts";
import { hurry } from "./hurry.ts";
import { transports } from "./versions.ts";

beforeEach(hurry);

const named = Object.entries(refusals) as [RefusalName, (typeof refusals)[RefusalName]][];
const endless = /^(?:endless|trickling)-body$/;
const unauthorized = named.filter(([name, { status }]) => status === 401 && !endless.test(name));
/** What another secret may help with, but is not in a text that Sentry is known to send. */
const vague: readonly RefusalName[] = ["unknown-text", "empty-body"];

describe.each(transports)("$name", ({ axios, adapter }) => {
  const create = (server: SentryServer, config?: AxiosRequestConfig) => {
    let number = 0;
    const token = vi.fn(() => `${server.credentials.token.slice(0, -1)}${number++}`);
    const strategy = bearerAuth({ token, origin: server.origin });
    return { token, sentry: withSentryAuth(axios.create({ adapter, validateStatus: null, ...config }), strategy) };
  };

  test.each(unauthorized)("%s renews where another secret may help", async (name, { renewable }) => {
    await using server = await startSentryServer();
    // The fetch adapter reports the URL of before a redirect: a vague refusal may be another origin's.
    const renews = renewable && !(adapter === "fetch" && vague.includes(name));
    const url = `${server.origin}/test/refusal/${name}`;
    const expected = await (await fetch(url)).text();
    for (const responseType of ["json", "text", "arraybuffer", "stream"] as const) {
      const { token, sentry } = create(server, { responseType });
      const { data, status } = await sentry.get(url);
      expect(status).toBe(401);
      expect(token).toHaveBeenCalledTimes(renews ? 2 : 1);
      const text = responseType === "stream" ? await readText(data) : data;
      if (responseType === "json" && /^[[{]/.test(expected)) expect(data).toEqual(JSON.parse(expected));
      else expect(text instanceof Object ? Buffer.from(text).toString() : text).toBe(expected);
    }
  });

  test.each(["endless-body", "trickling-body"] as const)(
    "%s ends the wait in time, and stays readable",
    async (name) => {
      await using server = await startSentryServer();
      const url = `${server.origin}/test/refusal/${name}`;
      for (const again of [true, false]) {
        const { token, sentry } = create(server, { responseType: "stream" });
        if (!again) token.mockImplementation(() => server.credentials.token);
        const controller = new AbortController();
        const start = performance.now();
        const { data, status } = await sentry.get(url, { signal: controller.signal });
        // A second, half of it to read the refusal, as core's own tests show with a clock. Only a busy machine takes longer.
        expect(performance.now() - start).toBeLessThan(10_000);
        expect(status).toBe(401);
        // The fetch adapter does not report the URL.
        expect(token).toHaveBeenCalledTimes(adapter === "fetch" ? 1 : 2);
        const reader = (data as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
        expect((await reader.next()).value?.length).toBeGreaterThan(0);
        const rest = reader.next().catch((error: unknown) => error);
        controller.abort();
        await rest;
      }
    },
  );

  test("50 requests that a redirect leads to a foreign 401 renew nothing", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    for (const name of ["unknown-text", "empty-body"]) {
      const { token, sentry } = create(server);
      const to = encodeURIComponent(`${other.origin}/test/refusal/${name}`);
      const requests = Array.from({ length: 50 }, () => sentry.get(`${server.origin}/test/redirect?to=${to}`));
      expect((await Promise.all(requests)).map(({ status }) => status)).toEqual(Array(50).fill(401));
      expect(token).toHaveBeenCalledTimes(1);
      expect(server.requests.splice(0)).toHaveLength(50);
      expect(other.requests.splice(0).map(({ authorization }) => authorization)).toEqual(Array(50).fill(undefined));
    }
  });

  test("without redirects, the http adapter reports where the response came from", async () => {
    await using server = await startSentryServer();
    const { token, sentry } = create(server, { maxRedirects: 0 });
    await sentry.get(`${server.origin}/test/refusal/unknown-text`);
    expect(token).toHaveBeenCalledTimes(adapter === "http" ? 2 : 1);
  });

  test.each<[string, unknown, renews: boolean]>([
    ["a parsed object of Sentry's", { detail: "Invalid token" }, true],
    ["a parsed object", { detail: "Something else" }, false],
    ["bytes", new TextEncoder().encode('{"detail":"Token expired"}'), true],
    ["a buffer", new TextEncoder().encode('{"detail":"Token expired"}').buffer, true],
    ["a Blob", new Blob(['{"detail":"Token expired"}']), true],
    ["a list", ["Invalid token"], false],
    ["nothing", undefined, false],
  ])("a caller's own adapter may respond with %s", async (_, data, renews) => {
    await using server = await startSentryServer();
    const respond = async (config: unknown) => ({
      status: 401,
      statusText: "",
      data,
      headers: { Server: "a" },
      config,
    });
    const { token, sentry } = create(server, { adapter: respond as never, transformResponse: (given) => given });
    expect((await sentry.get(server.urls.echo)).data).toBe(data);
    expect(token).toHaveBeenCalledTimes(renews ? 2 : 1);
  });

  test("a proxy's headers are read, from an adapter's plain object too", async () => {
    await using server = await startSentryServer();
    for (const headers of [{ "WWW-Authenticate": 'Basic realm="proxy"' }, { "content-type": ["text/html"] }]) {
      const data = '{"detail":"Invalid token"}';
      const respond = async (config: unknown) => ({ status: 401, statusText: "", data, headers, config });
      const { token, sentry } = create(server, { adapter: respond as never });
      await sentry.get(server.urls.echo);
      expect(token).toHaveBeenCalledTimes(1);
    }
  });
});
