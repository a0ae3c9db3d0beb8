import { withSentryAuth } from "@x/sentry-fetch";
import { startSentryServer } from "@x/sentry-testing";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { legacyBasicAuth } from "../src/index.ts";

const request = { url: "https://sentry.io/api/0/", method: "GET" };

test("the server accepts it", async () => {
  await using server = await startSentryServer();
  const client = withSentryAuth(fetch, legacyBasicAuth({ apiKey: server.credentials.apiKey, origin: server.origin }));
  expect((await client(server.urls.projects)).status).toBe(200);
});

test("the bytes are those of curl -u {API_KEY}:", () => {
  // printf 0123456789abcdef: | base64
  const strategy = legacyBasicAuth({ apiKey: "0123456789abcdef" });
  expect(strategy.authorize(request)).toHaveProperty("header", "Basic MDEyMzQ1Njc4OWFiY2RlZjo=");
});

test("property: any key comes back out of the header, with an empty password", () => {
  const key = fc.stringMatching(/^[0-9a-f]{1,64}$/).filter((text) => !text.startsWith("sntry"));
  fc.assert(
    fc.property(key, (apiKey) => {
      const { header } = legacyBasicAuth({ apiKey }).authorize(request) as { header: string };
      expect(atob(header.slice("Basic ".length))).toBe(`${apiKey}:`);
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 100) },
  );
});

test.each([
  ["0123456789abcdef:", /colon at position 16/],
  ["0123:password", /colon at position 4/],
  ["https://0123456789abcdef@o1.ingest.us.sentry.io/42", /@x\/sentry-dsn/],
  ["sntrys_eyJpYXQiOjF9_A", /@x\/sentry-bearer/],
  ["0123 4567", /position 4/],
  ["0123\n4567", /position 4/],
  ["0123\u00e9", /position 4/],
  ["0123\u20ac", /position 4/],
  ["{API_KEY}", /placeholder/],
  ["Basic MDEyMw==", /scheme word/],
  [undefined, /Is the environment variable set/],
])("refuses %j", (apiKey, message) => {
  expect(() => legacyBasicAuth({ apiKey })).toThrow(
    expect.objectContaining({
      code: "ERR_INVALID_SECRET",
      strategy: "legacy-basic",
      message: expect.stringMatching(message),
    }),
  );
});

test("prints nothing at run time", () => {
  const spies = (["log", "info", "warn", "error", "debug"] as const).map((method) => vi.spyOn(console, method));
  const emitted = vi.spyOn(process, "emitWarning");
  void legacyBasicAuth({ apiKey: "0123456789abcdef" }).authorize(request);
  for (const spy of [...spies, emitted]) expect(spy).not.toHaveBeenCalled();
});
