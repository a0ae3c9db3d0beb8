import { bearerAuth } from "@x/sentry-bearer";
import { findLeaks, startSentryServer } from "@x/sentry-testing";
import { describe, expect, test, vi } from "vitest";
import { withSentryAuth } from "../src/index.ts";
import { hurry } from "./hurry.ts";
import { type Echo, versions } from "./versions.ts";

// Before axios is loaded, which looks for the class but once: as much of it as axios needs, over fetch. Like React
// Native's, it keeps the request's headers in a property.
vi.hoisted(() => {
  class XMLHttpRequest extends EventTarget {
    _headers: Record<string, string> = {};
    readonly #aborted = new AbortController();
    #target: readonly [string, string] = ["", ""];
    #received: Headers | undefined;
    status = 0;
    statusText = "";
    responseURL = "";
    responseText = "";
    timeout = 0;
    onloadend?: () => void;
    onerror?: () => void;
    onabort?: () => void;

    open(method: string, url: string): void {
      this.#target = [method, url];
    }
    setRequestHeader(name: string, value: string): void {
      this._headers[name] = value;
    }
    getAllResponseHeaders(): string {
      return [...(this.#received ?? [])].map(([name, value]) => `${name}: ${value}`).join("\r\n");
    }
    getResponseHeader(name: string): string | null {
      return this.#received?.get(name) ?? null;
    }
    abort(): void {
      this.#aborted.abort();
      this.onabort?.();
    }
    async send(body: string | null): Promise<void> {
      const [method, url] = this.#target;
      try {
        const response = await fetch(url, { method, body, headers: this._headers, signal: this.#aborted.signal });
        this.responseText = await response.text();
        this.#received = response.headers;
        Object.assign(this, { status: response.status, statusText: response.statusText, responseURL: response.url });
        this.onloadend?.();
      } catch {
        this.onerror?.();
      }
    }
  }
  Object.assign(globalThis, { XMLHttpRequest });
});

describe.each(versions)("$name", ({ axios }) => {
  test("authenticates, renews, and shows no secret", async () => {
    await using server = await startSentryServer();
    const { token } = server.credentials;
    const tokens = ["out-of-date-by-now", token];
    const strategy = bearerAuth({ token: () => tokens.shift() ?? expect.unreachable(), origin: server.origin });
    const sentry = withSentryAuth(axios.create({ adapter: "xhr", baseURL: server.origin }), strategy);
    const response = await sentry.post<Echo>("test/echo", { a: 1 }, { params: { b: 2 } });
    expect(response.data).toMatchObject({ principal: { kind: "integration" }, url: "/test/echo?b=2" });
    expect(response.request).toMatchObject({ status: 200, responseURL: `${server.urls.echo}?b=2` });
    expect(response.request.getResponseHeader("content-type")).toBe("application/json");

    const error = await sentry.get("test/status/500").catch((reason) => reason);
    expect(error).toMatchObject({ response: { status: 500 }, request: { status: 500 } });
    expect(error.request).toBe(error.response.request);

    const controller = new AbortController();
    const canceled = sentry.get("test/echo?hold=it", { signal: controller.signal }).catch((reason) => reason);
    await server.arrived(4);
    controller.abort();
    expect(axios.isCancel(await canceled)).toBe(true);

    await server.close();
    const failed = await sentry.get("test/echo").catch((reason) => reason);
    expect(failed).toMatchObject({ code: "ERR_NETWORK" });
    expect(findLeaks({ response, error, canceled: await canceled, failed }, { secrets: [token] })).toEqual([]);
  });

  test("reads where a refusal came from, and what it says", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    for (const [url, calls] of [
      [`${server.origin}/test/refusal/unknown-text`, 2],
      [`${server.origin}/test/refusal/sso-required`, 1],
      [`${server.origin}/test/redirect?to=${encodeURIComponent(`${other.origin}/test/refusal/unknown-text`)}`, 1],
    ] as const) {
      hurry();
      const token = vi.fn(() => server.credentials.token);
      const sentry = withSentryAuth(axios.create({ adapter: "xhr" }), bearerAuth({ token, origin: server.origin }));
      const error = await sentry.get(url).catch((reason) => reason);
      expect(error.response).toMatchObject({ status: 401, data: { detail: expect.anything() } });
      expect(token).toHaveBeenCalledTimes(calls);
    }
  });
});
