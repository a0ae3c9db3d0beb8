import { expect, test } from "vitest";
import { tokenKind, tokenOrigins } from "../src/index.ts";

const hex = "0123456789abcdef".repeat(4);
const organizationToken = (claims: unknown) => `sntrys_${btoa(JSON.stringify(claims))}_${"A".repeat(43)}`;

test.each([
  [hex, "user"],
  [`sntryu_${hex}`, "user"],
  [`sntrya_${hex}`, "user-app"],
  [`sntryi_${hex}`, "integration"],
  [organizationToken({ iat: 1 }), "organization"],
  // By its shape alone: the claims make no sense.
  [organizationToken(null), "organization"],
  [`SNTRYU_${hex}`, "unknown"],
  [` ${hex}`, "unknown"],
  ["", "unknown"],
])("%j is of the kind %s", (token, kind) => {
  expect(tokenKind(token)).toBe(kind);
});

test.each<[string, readonly string[]]>([
  [
    organizationToken({ url: "https://sentry.acme.com/sub", region_url: "https://eu.acme.com:8443/" }),
    ["https://sentry.acme.com", "https://eu.acme.com:8443"],
  ],
  [organizationToken({ region_url: "http://10.0.0.5:9000" }), ["http://10.0.0.5:9000"]],
  [organizationToken({ url: "https://*.example", region_url: "https://user@evil.example" }), []],
  [organizationToken({ url: "https://%2A.example" }), []],
  [organizationToken(null), []],
  [`sntryu_${hex}`, []],
  ["", []],
])("%j names its own origins", (token, origins) => {
  expect(tokenOrigins(token)).toEqual(origins);
});
