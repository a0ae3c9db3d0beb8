import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import { startSentryServer } from "@x/sentry-testing";
import { describe, expect, test } from "vitest";

/** An organization token with these claims. They are not signed, so anyone can write them. */
const tokenWith = (claims: unknown) => `sntrys_${btoa(JSON.stringify(claims))}_${"A".repeat(43)}`;
const originsOf = async (claims: unknown, origin?: string) =>
  (await bearerAuth({ token: tokenWith(claims), origin }).authorize({ url: "https://sentry.io/", method: "GET" }))
    .origins;

const iat = 1704205802.199743;
const family = ["https://sentry.io", "https://*.sentry.io"];

describe("an organization token's claims never widen trust beyond Sentry's own", () => {
  test.each<[string, unknown]>([
    ["none", { iat }],
    ["null", { iat, url: null, region_url: null }],
    ["empty", { iat, url: "", region_url: "" }],
    ["numbers", { iat, url: 1, region_url: 0 }],
    ["an object", { iat, url: { href: "https://evil.example" }, region_url: { toString: "https://evil.example" } }],
    ["a list", { iat, url: ["https://evil.example"], region_url: [["https://evil.example"]] }],
    ["a host alone", { iat, url: "evil.example", region_url: "evil.example:443" }],
    ["relative", { iat, url: "/evil", region_url: "../evil" }],
    ["relative to a scheme", { iat, url: "//evil.example", region_url: "https:evil.example" }],
    ["with backslashes", { iat, url: "https:\\\\evil.example", region_url: "https:/\\evil.example" }],
    ["with userinfo", { iat, url: "https://sentry.io@evil.example", region_url: "https://user:pass@evil.example" }],
    ["with white space", { iat, url: " https://evil.example", region_url: "https://evil.example\n" }],
    ["with a wildcard", { iat, url: "https://*.evil.example", region_url: "https://*" }],
    ["of other schemes", { iat, url: "ftp://evil.example", region_url: "javascript:alert(1)" }],
    ["opaque", { iat, url: "data:,https://evil.example", region_url: "blob:https://evil.example/1" }],
    ["a prototype", JSON.parse('{"iat":1,"__proto__":{"url":"https://evil.example"}}')],
    ["Sentry's own", { iat, url: "https://sentry.io", region_url: "https://de.sentry.io" }],
    ["Sentry's own and another", { iat, url: "https://us.sentry.io", region_url: "https://evil.example" }],
    ["another and Sentry's own", { iat, url: "https://evil.example", region_url: "https://acme.sentry.io" }],
  ])("%s", async (_, claims) => {
    expect(await originsOf(claims)).toEqual(family);
  });

  test.each([
    "https://evil.example/?https://sentry.io",
    "https://sentry.io.evil.example",
    "https://sentry.io:8443",
    "http://sentry.io",
  ])("looks like Sentry's own and means itself alone: %s", async (url) => {
    expect(await originsOf({ iat, url })).toEqual([new URL(url).origin]);
  });

  test("a self-hosted one means that origin alone", async () => {
    expect(await originsOf({ iat, url: "https://sentry.acme.com/subpath/" })).toEqual(["https://sentry.acme.com"]);
  });

  test("the option is the whole list and overrides the claims", async () => {
    expect(await originsOf({ iat, url: "https://evil.example" }, "https://sentry.acme.com")).toEqual([
      "https://sentry.acme.com",
    ]);
  });
});

test("a token of one instance does not go to another, nor to Sentry's own", async () => {
  await using server = await startSentryServer();
  await using other = await startSentryServer();
  const sentry = withSentryAuth(fetch, bearerAuth({ token: server.credentials.organizationToken }));
  expect((await sentry(server.urls.projects)).status).toBe(200);
  for (const url of [other.urls.projects, "https://sentry.io/", "https://us.sentry.io/"]) {
    await expect(sentry(url)).rejects.toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
  }
  expect(other.requests).toEqual([]);
});

test("a renewed token of another instance is not sent to this one", async () => {
  await using server = await startSentryServer();
  await using other = await startSentryServer();
  const tokens = [server.credentials.organizationToken, other.credentials.organizationToken];
  const sentry = withSentryAuth(fetch, bearerAuth({ token: () => tokens.shift() ?? "" }));
  server.rotate();
  expect((await sentry(server.urls.projects)).status).toBe(401);
  expect(server.requests).toHaveLength(1);
});
