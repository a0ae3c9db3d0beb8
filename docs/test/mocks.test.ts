import { withSentryAuth as withAxiosAuth } from "@x/sentry-axios";
import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import axios from "axios";
import nock from "nock";
import { afterEach, expect, test, vi } from "vitest";

// An origin without a server, so that a request that bypasses a mock fails.
const origin = "http://127.0.0.1:65535";
const strategy = bearerAuth({ token: "1a2b3c", origin });
const wrappedEarly = withSentryAuth(fetch, strategy);
const lateFetch: typeof fetch = (...args) => fetch(...args);
const sentry = withSentryAuth(lateFetch, strategy);

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  nock.cleanAll();
});

test.each<[string, (double: typeof fetch) => unknown]>([
  ["vi.stubGlobal", (double) => vi.stubGlobal("fetch", double)],
  ["vi.spyOn", (double) => vi.spyOn(globalThis, "fetch").mockImplementation(double)],
])("%s is seen by a fetch that is looked up late, and bypassed by one that was wrapped before", async (_, install) => {
  const double = vi.fn<typeof fetch>(async () => new Response("[]"));
  install(double);
  expect(await (await sentry(`${origin}/api/0/`)).text()).toBe("[]");
  expect(double).toHaveBeenCalledTimes(1);
  await expect(wrappedEarly(`${origin}/api/0/`)).rejects.toThrow();
  expect(double).toHaveBeenCalledTimes(1);
});

test("nock sees the header", async () => {
  nock(origin, { reqheaders: { authorization: "Bearer 1a2b3c" } })
    .get("/api/0/")
    .times(2)
    .reply(200, "[]");
  expect(await (await sentry(`${origin}/api/0/`)).text()).toBe("[]");
  const client = withAxiosAuth(axios.create({ baseURL: origin }), strategy);
  expect((await client.get("/api/0/")).data).toEqual([]);
});
