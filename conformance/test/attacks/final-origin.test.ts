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

type Double = (input: unknown, init?: { readonly headers?: HeadersInit }) => Promise<{ readonly status: number }>;

/** A client around a double, the header that it adds, and the origins that the header may go to. */
interface Attacked {
  wrap(double: Double): (input: never) => Promise<unknown>;
  readonly header: string;
  readonly allowed: RegExp;
}

async function checkFinalOrigins(
  texts: fc.Arbitrary<string>,
  make: (text: string) => unknown,
  { wrap, header, allowed }: Attacked,
): Promise<void> {
  const calls: { readonly input: unknown; readonly headers: Headers }[] = [];
  const client = wrap(async (input, init) => {
    calls.push({ input, headers: new Headers(init?.headers) });
    return { status: 200 };
  });
  let trusted = 0;
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      let input: unknown;
      try {
        input = make(text);
      } catch {
        // The platform makes no such object, so that no caller can have one.
        return;
      }
      await client(input as never);
      const sent = calls.pop();
      if (!sent?.headers.has(header)) return;
      trusted += 1;
      const final = sent.input as { readonly url?: string } | string;
      const { protocol, host, username, password } = new URL(typeof final === "string" ? final : (final.url ?? ""));
      expect(`${protocol}//${host}`).toMatch(allowed);
      expect(username + password).toBe("");
      // What goes out is what the caller asked for.
      if (typeof final === "string") expect(new URL(final).href).toBe(new URL(text).href);
      else expect(final).toBe(input);
    }),
    { numRuns },
  );
  expect(trusted).toBeGreaterThan(0);
}

const drawn = fc.oneof(url, mutated);

test.each(Object.entries(inputs))(
  "property: no credential leaves for an origin that is not listed, given a %s",
  (_, make) =>
    checkFinalOrigins(drawn, make, {
      wrap: (double) =>
        withSentryAuth(double as never as typeof fetch, bearerAuth({ token, origin }), { onUntrustedOrigin: "omit" }),
      header: "authorization",
      allowed: /^(?:https:\/\/(?:.+\.)?sentry\.io|http:\/\/127\.0\.0\.1:9000)$/,
    }),
);

test.each(Object.entries(inputs))("property: no header of a proxy leaves its origin, given a %s", (_, make) => {
  const texts = drawn.map((text) => text.replaceAll("sentry.io", "sentry.acme.com"));
  return checkFinalOrigins(texts, make, {
    wrap: (double) =>
      withProxyHeaders(double as FetchLike as never, {
        origin: ["https://sentry.acme.com", "http://127.0.0.1:9000"],
        headers: { "X-Gateway-Key": token },
      }),
    header: "x-gateway-key",
    allowed: /^(?:https:\/\/sentry\.acme\.com|http:\/\/127\.0\.0\.1:9000)$/,
  });
});
