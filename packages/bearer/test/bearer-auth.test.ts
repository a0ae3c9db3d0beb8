import { inspect } from "node:util";
import { SentryAuthError } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-fetch";
import { startSentryServer } from "@x/sentry-testing";
import { describe, expect, test } from "vitest";
import { bearerAuth } from "../src/index.ts";

const request = { url: "https://sentry.io/api/0/", method: "GET" };
const origins = (token: string) => (bearerAuth({ token }).authorize(request) as { origins: readonly string[] }).origins;
const sentry = ["https://sentry.io", "https://*.sentry.io"];
const organizationToken = (claims: unknown) =>
  `sntrys_${Buffer.from(JSON.stringify(claims)).toString("base64")}_${"A".repeat(43)}`;

test("every kind of auth token is accepted by the server", async () => {
  await using server = await startSentryServer();
  const { token, userToken, legacyUserToken, userAppToken, organizationToken: organization } = server.credentials;
  for (const each of [token, userToken, legacyUserToken, userAppToken, organization]) {
    const client = withSentryAuth(fetch, bearerAuth({ token: each, origin: server.origin }));
    expect((await client(server.urls.projects)).status).toBe(200);
    expect(server.requests.at(-1)?.authorization).toBe(`Bearer ${each}`);
  }
  // The organization token names the server itself.
  const own = withSentryAuth(fetch, bearerAuth({ token: organization }));
  expect((await own(server.urls.projects)).status).toBe(200);
});

describe("where an organization token may go", () => {
  test.each<[unknown, readonly string[]]>([
    [{ iat: 1, url: "https://sentry.io", region_url: "https://us.sentry.io", org: "acme" }, sentry],
    [{ iat: 1, url: "https://sentry.io", region_url: "https://de.sentry.io", org: "acme" }, sentry],
    [{ iat: 1, url: null, region_url: null, org: "acme" }, sentry],
    [{ iat: 1, url: "", org: "acme" }, sentry],
    [{ iat: 1, org: "acme" }, sentry],
    [{ iat: 1, url: "https://sentry.acme.com" }, ["https://sentry.acme.com"]],
    [{ iat: 1, url: "https://sentry.acme.com/sentry/" }, ["https://sentry.acme.com"]],
    [{ iat: 1, url: "http://10.0.0.5:9000" }, ["http://10.0.0.5:9000"]],
    [
      { iat: 1, url: "https://sentry.acme.com", region_url: "https://eu.acme.com" },
      ["https://sentry.acme.com", "https://eu.acme.com"],
    ],
    [{ iat: 1, url: "https://sentry.io", region_url: "https://evil.example" }, sentry],
    [{ iat: 1, url: "https://sentry.io@evil.example" }, sentry],
    [{ iat: 1, url: "https://*.example" }, sentry],
    [{ iat: 1, url: "https://\uff0a.example" }, sentry],
    [{ iat: 1, url: "https://%2A.example" }, sentry],
    [{ iat: 1, url: "//evil.example" }, sentry],
    [{ iat: 1, url: "/evil" }, sentry],
    [{ iat: 1, url: "javascript:alert(1)" }, sentry],
    [{ iat: 1, url: ["https://evil.example"] }, sentry],
    [{ iat: 1, url: { href: "https://evil.example" } }, sentry],
  ])("%j", (claims, expected) => {
    expect(origins(organizationToken(claims))).toEqual(expected);
  });

  test("is what `origin` says, where it is given", () => {
    const token = organizationToken({ iat: 1, url: "https://sentry.io" });
    const strategy = bearerAuth({ token, origin: ["https://sentry.acme.com", new URL("http://10.0.0.5:9000")] });
    expect(strategy.authorize(request)).toHaveProperty("origins", ["https://sentry.acme.com", "http://10.0.0.5:9000"]);
  });
});

test("takes a token of a shape that is not known yet", () => {
  expect(bearerAuth({ token: "future_1a2b3c~.+/=" }).authorize(request)).toHaveProperty(
    "header",
    "Bearer future_1a2b3c~.+/=",
  );
});

test.each([
  [undefined, /Is the environment variable set/],
  ["{TOKEN}", /placeholder/],
  ["<auth_token>", /placeholder/],
  ["Bearer 1a2b3c4d", /scheme word/],
  ["https://0123456789abcdef@o1.ingest.us.sentry.io/42", /@x\/sentry-dsn/],
  ["1a2b3c4d\n5e6f7a8b", /position 8/],
])("refuses %j and shows nothing of it", (token, message) => {
  let error: unknown;
  try {
    bearerAuth({ token });
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(SentryAuthError);
  expect(error).toMatchObject({
    code: "ERR_INVALID_SECRET",
    strategy: "bearer",
    message: expect.stringMatching(message),
  });
  expect(inspect(error)).not.toMatch(/1a2b3c4d|0123456789abcdef/);
});
