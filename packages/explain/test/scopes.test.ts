import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { requiredScopes } from "../src/scopes.ts";

const { FUZZ_RUNS = "200" } = process.env;
const { operations }: { operations: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(new URL("operations.json", import.meta.url), "utf8"),
);
const all = Object.entries(operations).map(([operation, scopes]) => {
  const [method = "", template = ""] = operation.split(" ");
  return { method, template, scopes: scopes === "" ? [] : scopes.split(" ") };
});
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const templates = [...new Set(all.map(({ template }) => template))];

const base = fc.constantFrom(
  "https://sentry.io",
  "https://de.sentry.io",
  "http://10.0.0.5:9000",
  "https://acme.com/sentry",
  "",
);
const suffix = fc.constantFrom("", "?cursor=0:0:0&query=%2Fapi%2F0%2F", "#top");
/** Any segment of a path but those that are a route of their own. */
const segment = fc
  .oneof(fc.stringMatching(/^[\w.~%-]{1,30}$/), fc.nat().map(String))
  .filter((text) => !templates.some((template) => template.split("/").includes(text)));

/** A path of a template, with and without its trailing slash. */
function pathOf(template: string): fc.Arbitrary<string> {
  const parts = template
    .replace(/\/$/, "")
    .split("/")
    .map((part) => (part.startsWith("{") ? segment : fc.constant(part)));
  return fc.tuple(fc.tuple(...parts), fc.constantFrom("", "/")).map(([path, slash]) => path.join("/") + slash);
}

test("the example", () => {
  const url = "https://sentry.io/api/0/teams/acme/web/projects/";
  expect(requiredScopes({ method: "POST", url })).toEqual(["project:write", "project:admin"]);
  expect(requiredScopes(new Request(url, { method: "POST" }))).toEqual(["project:write", "project:admin"]);
});

test("the table has all operations of the schema", () => {
  expect(all.length).toBeGreaterThan(200);
});

test.each(templates)("%s is found by its own paths, with its own methods and no others", (template) => {
  const own = new Map(all.filter((one) => one.template === template).map(({ method, scopes }) => [method, scopes]));
  fc.assert(
    fc.property(base, pathOf(template), suffix, (origin, path, end) => {
      for (const method of methods)
        expect(requiredScopes({ method, url: origin + path + end })).toEqual(own.get(method));
    }),
    { numRuns: Math.ceil(Number(FUZZ_RUNS) / 20) },
  );
});

test("a static segment wins over a parameter", () => {
  const url = "https://sentry.io/api/0/organizations/acme/preprodartifacts/snapshots/latest-base/";
  const [one] = all.filter(({ template }) => template.endsWith("/snapshots/latest-base/"));
  expect(requiredScopes({ method: one?.method ?? "", url })).toEqual(one?.scopes);
});

test("other paths are not found", () => {
  const known = templates.map(
    (template) => new RegExp(`^${template.replace(/\/$/, "").replaceAll(/\{[^/]+\}/g, "[^/?#]+")}/?$`),
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(segment, fc.constantFrom(...templates.flatMap((one) => one.split("/")))), { maxLength: 8 }),
      (parts) => {
        const path = `/api/0/${parts.join("/")}`;
        fc.pre(!known.some((pattern) => pattern.test(path)));
        expect(requiredScopes({ method: "GET", url: `https://sentry.io${path}` })).toBeUndefined();
      },
    ),
    { numRuns: Number(FUZZ_RUNS) },
  );
});

describe("the method and the URL", () => {
  test("may be in lower case and a URL object", () => {
    const url = new URL("https://sentry.io/api/0/organizations/");
    expect(requiredScopes({ method: "get", url })).toEqual(["org:read", "org:write", "org:admin"]);
  });

  test.each(["/api/0/", "https://sentry.io/", "https://sentry.io/?u=/api/0/organizations/", "not a URL"])(
    "%j is not public",
    (url) => expect(requiredScopes({ method: "GET", url })).toBeUndefined(),
  );

  test("any valid token opens what has no scopes", () => {
    expect(requiredScopes({ method: "GET", url: "https://sentry.io/api/0/seer/models/" })).toEqual([]);
  });

  test.each([undefined, null, "https://sentry.io", {}, { method: "GET" }, { url: "https://sentry.io" }])(
    "%j is a mistake",
    (request) => {
      expect(() => requiredScopes(request as never)).toThrow(/requiredScopes\(\{ method, url \}\)/);
    },
  );
});
