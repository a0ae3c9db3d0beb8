import { createRequire } from "node:module";
import { Readable } from "node:stream";
import { text as readText } from "node:stream/consumers";
import { bearerAuth } from "@x/sentry-bearer";
import type { AuthStrategy } from "@x/sentry-core";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import type { AxiosRequestConfig } from "axios";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { withSentryAuth } from "../src/index.ts";
import { hurry } from "./hurry.ts";
import { type Echo, transports } from "./versions.ts";

// The package that axios itself brings for Node.
const require = createRequire(import.meta.resolve("axios"));
const NodeFormData: new () => { append(name: string, value: string): void } = require("form-data");

const text = "0123456789".repeat(20_000);
const bytes = new TextEncoder().encode(text);

function formData(): FormData {
  const form = new FormData();
  form.set("file", new File([text], "minified.js"));
  return form;
}

function nodeFormData(): unknown {
  const form = new NodeFormData();
  form.append("text", text);
  return form;
}

async function* pieces(): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A strategy whose first token is an old one. */
function renewing(server: SentryServer) {
  const token = vi.fn(() => server.credentials.token);
  token.mockReturnValueOnce(server.credentials.rejected.expiredToken.secret);
  return { token, strategy: bearerAuth({ token, origin: server.origin }) };
}

beforeEach(hurry);

describe.each(transports)("$name", ({ axios, adapter }) => {
  const create = (server: SentryServer, config?: AxiosRequestConfig) => {
    const { token, strategy } = renewing(server);
    return { token, sentry: withSentryAuth(axios.create({ adapter, ...config }), strategy) };
  };

  test("a 401 renews the token once for everybody, and the requests go again", async () => {
    await using server = await startSentryServer();
    const { token, sentry } = create(server);
    const responses = await Promise.all(Array.from({ length: 10 }, () => sentry.get(server.urls.echo)));
    expect(responses.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(token).toHaveBeenCalledTimes(2);
  });

  test.each<[string, () => unknown]>([
    ["JSON", () => ({ text })],
    ["text", () => text],
    ["bytes", () => bytes],
    ["a Buffer", () => Buffer.from(text)],
    ["an ArrayBuffer", () => bytes.slice().buffer],
    ["a Blob", () => new Blob([text])],
    ["URLSearchParams", () => new URLSearchParams({ text })],
    ["FormData", formData],
  ])("%s goes again whole", async (_, body) => {
    await using server = await startSentryServer();
    const { sentry } = create(server);
    const { data } = await sentry.post<Echo>(server.urls.echo, body());
    expect(atob(data.body.base64)).toContain(text);
    expect(server.requests.map(({ body }) => Buffer.from(body).toString().includes(text))).toEqual([true, true]);
  });

  const streams: Record<typeof adapter, readonly (readonly [string, () => unknown])[]> = {
    http: [
      ["a Node stream", () => Readable.from([Buffer.from(text)])],
      ["the form of the package form-data", nodeFormData],
    ],
    fetch: [
      ["a web stream", () => new Blob([text]).stream()],
      ["an async iterable", pieces],
    ],
  };
  test.each(streams[adapter])("%s does not go again, but the token is renewed", async (_, body) => {
    await using server = await startSentryServer();
    const { token, sentry } = create(server, { transformRequest: (data) => data });
    const error = await sentry.post(server.urls.echo, body()).catch((reason) => reason);
    expect(error.message).toBe("Request failed with status code 401");
    expect(server.requests.map(({ body }) => Buffer.from(body).toString().includes(text))).toEqual([true]);
    expect((await sentry.post(server.urls.echo, body())).status).toBe(200);
    expect(token).toHaveBeenCalledTimes(2);
  });

  test("a 401 that validateStatus lets pass is renewed too", async () => {
    await using server = await startSentryServer();
    const { sentry } = create(server);
    const validateStatus = vi.fn(() => true);
    expect((await sentry.get(server.urls.echo, { validateStatus })).status).toBe(200);
    expect(validateStatus.mock.calls).toEqual([[401], [200]]);
  });

  /** A strategy whose first token is an old one, and which reads the refusal before it renews at once. */
  const reading = (server: SentryServer) => {
    let { secret } = server.credentials.rejected.expiredToken;
    const texts: (string | undefined)[] = [];
    const authorization = () => ({ header: `Bearer ${secret}`, origins: [server.origin] });
    const strategy: AuthStrategy = {
      name: "reading",
      authorize: authorization,
      renew: async (_rejected, _request, rejection) => {
        texts.push(await rejection.text());
        secret = server.credentials.token;
        return authorization();
      },
    };
    return { texts, strategy };
  };

  test("a streamed 401 is read to its end, so that its connection is used again", async () => {
    await using server = await startSentryServer();
    const { strategy } = reading(server);
    const sentry = withSentryAuth(axios.create({ adapter, responseType: "stream" }), strategy);
    for (let round = 0; round < 5; round++) {
      const { data } = await sentry.get(`${server.urls.echo}?rejection-bytes=300000`);
      expect(JSON.parse(await readText(data))).toMatchObject({ principal: { kind: "integration" } });
      server.rotate();
    }
    expect(server.requests).toHaveLength(10);
    // The platform's fetch opens another connection when the former one is not yet back.
    expect(new Set(server.requests.map(({ connection }) => connection)).size).toBeLessThanOrEqual(2);
  });

  test("a streamed 401 without end is cut off", async () => {
    await using server = await startSentryServer();
    const { texts, strategy } = reading(server);
    const sentry = withSentryAuth(axios.create({ adapter, responseType: "stream" }), strategy);
    expect((await sentry.get(`${server.urls.echo}?rejection-bytes=20000000`)).status).toBe(200);
    expect(texts.map((text) => text?.length)).toEqual([32 * 1024]);
    const [first, second] = server.requests;
    expect(first?.connection).not.toBe(second?.connection);
  });

  test.each(["json", "stream"] as const)(
    "without another token the caller gets the server's 401, as %s",
    async (responseType) => {
      await using server = await startSentryServer();
      const { token, sentry } = create(server);
      token.mockImplementationOnce(() => {
        throw new Error("sealed");
      });
      const { data, config } = await sentry.get(server.urls.echo, { responseType }).catch(({ response }) => response);
      const body = responseType === "json" ? data : JSON.parse(await readText(data));
      expect(body).toEqual({ detail: "Token expired" });
      expect(config).toMatchObject({ adapter, responseType });
      expect(server.requests).toHaveLength(1);
    },
  );

  test("there is one second attempt, and its 401 is the caller's", async () => {
    await using server = await startSentryServer();
    const { token, sentry } = create(server);
    token.mockReturnValueOnce("still-not-the-right-one");
    const { response } = await sentry.get(server.urls.echo).catch((reason) => reason);
    expect(response.data).toEqual({ detail: "Invalid token" });
    expect(server.requests).toHaveLength(2);
  });
});
