import { createServer as createPlain, type Http2Server } from "node:http2";
import { Agent, createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { legacyBasicAuth } from "@x/sentry-legacy-basic";
import { findLeaks } from "@x/sentry-testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { withSentryAuth } from "../src/index.ts";
import { versions } from "./versions.ts";

const apiKey = "0123456789abcdef0123456789abcdef";
const secrets = [apiKey, btoa(`${apiKey}:`), btoa(apiKey).slice(0, -4)];

async function listen(server: Server | Http2Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

// A key that both sides know takes the place of certificates.
const shared = { ciphers: "PSK", minVersion: "TLSv1.2", maxVersion: "TLSv1.2" } as const;
const psk = Buffer.alloc(16, 7);

describe.each(versions)("$name", ({ axios, newest }) => {
  test.each([0, 5])(
    "over TLS, with %d redirects, an agent that keeps connections keeps no secret",
    async (maxRedirects) => {
      const arrived: (string | undefined)[] = [];
      const server = createServer({ ...shared, pskCallback: () => psk }, ({ url, headers }, response) => {
        arrived.push(headers.authorization);
        response.writeHead(url === "/first" && maxRedirects > 0 ? 302 : 200, { Location: "/second" }).end("{}");
      });
      const port = await listen(server);
      const httpsAgent = new Agent({
        ...shared,
        keepAlive: true,
        pskCallback: () => ({ psk, identity: "us" }),
        checkServerIdentity: () => undefined,
      });
      onTestFinished(() => httpsAgent.destroy());
      const origin = `https://localhost:${port}`;
      const config = { adapter: "http", baseURL: origin, httpsAgent, maxRedirects };
      const sentry = withSentryAuth(axios.create(config), legacyBasicAuth({ apiKey, origin }));

      const response = await sentry.get("/first");
      await new Promise(setImmediate);
      expect(Object.keys(httpsAgent.freeSockets)).toHaveLength(1);
      expect(new Set(arrived)).toEqual(new Set([`Basic ${btoa(`${apiKey}:`)}`]));
      expect(findLeaks({ response }, { secrets })).toEqual([]);

      const elsewhere = await sentry.get(`${origin.replace("localhost", "127.0.0.1")}/`).catch((error) => error);
      expect(elsewhere).toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
      httpsAgent.destroy();
    },
  );

  test.runIf(newest).each(["json", "stream"] as const)("over HTTP/2, as %s, no secret shows", async (responseType) => {
    const arrived: unknown[] = [];
    const server = createPlain((request, response) => {
      arrived.push(request.headers.authorization);
      response.writeHead(request.url === "/401" ? 401 : 200).end("{}");
    });
    const origin = `http://127.0.0.1:${await listen(server)}`;
    const http2 = { httpVersion: 2, http2Options: { sessionTimeout: 1 } } as const;
    const sentry = withSentryAuth(
      axios.create({ adapter: "http", responseType, ...http2 }),
      legacyBasicAuth({ apiKey, origin }),
    );
    const response = await sentry.get(`${origin}/`);
    if (responseType === "stream") for await (const chunk of response.data) expect(String(chunk)).toBe("{}");
    else expect(response.data).toEqual({});
    const error = await sentry.get(`${origin}/401`).catch((reason) => reason);
    expect(error).toMatchObject({ response: { status: 401 } });
    expect(new Set(arrived)).toEqual(new Set([`Basic ${btoa(`${apiKey}:`)}`]));
    expect(findLeaks({ response, error }, { secrets })).toEqual([]);
  });

  test.runIf(newest)("over HTTP/2, an upload that is not read leads to no secret", async () => {
    const server = createPlain(() => {});
    const origin = `http://127.0.0.1:${await listen(server)}`;
    const sentry = withSentryAuth(
      axios.create({ adapter: "http", httpVersion: 2, http2Options: { sessionTimeout: 1 } } as object),
      legacyBasicAuth({ apiKey, origin }),
    );
    // Larger than the window of a stream, and never at its end.
    const upload = new Readable({ read: () => {} });
    upload.push(Buffer.alloc(500_000));
    const error = await sentry.post(`${origin}/`, upload, { timeout: 300 }).catch((reason) => reason);
    expect(error).toMatchObject({ code: "ECONNABORTED" });
    expect(findLeaks({ error, upload }, { secrets })).toEqual([]);
  });
});
