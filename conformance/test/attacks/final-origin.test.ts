import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import fc from "fast-check";
import { Request as UndiciRequest } from "undici";
import { expect, test } from "vitest";
import { type FetchLike, withProxyHeaders } from "../../../packages/proxy/src/index.ts";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 300);
const token = "a".repeat(40);
const origin = ["https://sentry.io", "https://*.sentry.io", "http://127.0.0.1:9000"];

const url = fc
  .tuple(
    fc.constantFrom("", " ", "\t", "blob:"),
    fc.constantFrom("https:", "http:", "HTTPS:", "ht\ntp:", "data:", ""),
    fc.constantFrom("//", "/\\", "\\\\", "/", "///", ""),
    fc.constantFrom("", "", "user@", "user:pw@", "sentry.io@", "sentry.io:443@", "sentry.io\\@"),
    fc.constantFrom(
      "sentry.io",
      "us.sentry.io",
      "SENTRY.io",
      "sentry.io.",
      "ｓentry.io",
      "xsentry.io",
      "sentry.iox",
      "127.1",
      "0x7f000001",
      "[::1]",
      "evil.example",
    ),
    fc.constantFrom("", "", ":443", ":80", ":9000", ":"),
    fc.constantFrom("", "/", "/api/0/", "\\", "?", "#", "/@evil.example/", "?@evil.example/", "\\@evil.example/"),
  )
  .map((parts) => parts.join(""));
const mutated = fc
  .tuple(url, fc.nat(60), fc.string({ unit: "binary", maxLength: 2 }))
  .map(([text, at, insert]) => text.slice(0, at) + insert + text.slice(at));

/** What a caller may hand to fetch for a text, where the platform takes it at all. */
const inputs: Readonly<Record<string, (text: string) => unknown>> = {
  text: (text) => text,
  URL: (text) => new URL(text),
  "URL-like object": (text) => ({ toString: () => text }),
  Request: (text) => new Request(text),
  "Request of another realm": (text) => new UndiciRequest(text),
};

test.each(Object.entries(inputs))(
  "property: no credential leaves for an origin that is not listed, given a %s",
  async (_, make) => {
    type Init = { readonly headers?: Record<string, string> | [name: string, value: string][] };
    const calls: { readonly input: unknown; readonly init: Init | undefined }[] = [];
    const double = async (input: unknown, init?: Init) => {
      calls.push({ input, init });
      return { status: 200 };
    };
    const sentry = withSentryAuth(double as never as typeof fetch, bearerAuth({ token, origin }), {
      onUntrustedOrigin: "omit",
    });
    let trusted = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(url, mutated), async (text) => {
        let input: unknown;
        try {
          input = make(text);
        } catch {
          // The platform makes no such object, so that no caller can have one.
          return;
        }
        await sentry(input as string);
        const sent = calls.pop();
        if (!new Headers(sent?.init?.headers).has("authorization")) return;
        trusted += 1;
        const final = sent?.input as { readonly url?: string } | string;
        const { protocol, host, username, password } = new URL(typeof final === "string" ? final : (final.url ?? ""));
        expect(`${protocol}//${host}`).toMatch(/^(?:https:\/\/(?:.+\.)?sentry\.io|http:\/\/127\.0\.0\.1:9000)$/);
        expect(username + password).toBe("");
        // What goes out is what the caller asked for.
        if (typeof final === "string") expect(new URL(final).href).toBe(new URL(text).href);
        else expect(final).toBe(input);
      }),
      { numRuns },
    );
    expect(trusted).toBeGreaterThan(0);
  },
);

test.each(Object.entries(inputs))("property: no header of a proxy leaves its origin, given a %s", async (_, make) => {
  type Init = { readonly headers?: [name: string, value: string][] };
  const calls: { readonly input: unknown; readonly init: Init | undefined }[] = [];
  const double = async (input: unknown, init?: Init) => {
    calls.push({ input, init });
    return { status: 200 };
  };
  const proxied = withProxyHeaders(double as FetchLike, {
    origin: ["https://sentry.acme.com", "http://127.0.0.1:9000"],
    headers: { "X-Gateway-Key": token },
  });
  let trusted = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(url, mutated), async (drawn) => {
      const text = drawn.replaceAll("sentry.io", "sentry.acme.com");
      let input: unknown;
      try {
        input = make(text);
      } catch {
        return;
      }
      await proxied(input as never);
      const sent = calls.pop();
      if (!new Headers(sent?.init?.headers).has("x-gateway-key")) return;
      trusted += 1;
      const final = sent?.input as { readonly url?: string } | string;
      const { protocol, host, username, password } = new URL(typeof final === "string" ? final : (final.url ?? ""));
      expect(`${protocol}//${host}`).toMatch(/^(?:https:\/\/sentry\.acme\.com|http:\/\/127\.0\.0\.1:9000)$/);
      expect(username + password).toBe("");
    }),
    { numRuns },
  );
  expect(trusted).toBeGreaterThan(0);
});
