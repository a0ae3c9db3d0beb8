import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readSchema, tableText } from "../write-scope-table.ts";

const explain = new URL("../../packages/explain/", import.meta.url);

test("the committed table is that of the committed operations", () => {
  const operations = JSON.parse(readFileSync(new URL("test/operations.json", explain), "utf8"));
  expect(tableText(operations)).toBe(readFileSync(new URL("src/scope-table.ts", explain), "utf8"));
});

test("a schema becomes its operations, and those a table with static segments first", () => {
  const schema = {
    paths: {
      "/api/0/things/{id}/": { get: { security: [{ auth_token: ["org:write", "org:read"] }] } },
      "/api/0/things/latest": {
        get: { security: [{ auth_token: [] }] },
        put: { security: [{ dsn: [] }, { auth_token: ["org:read", "org:write"] }] },
        post: { security: [{ dsn: [] }] },
        summary: {},
      },
    },
  };
  const read = readSchema(JSON.stringify(schema), "1.2.3");
  expect(read.operations).toEqual({
    "GET /api/0/things/latest": "",
    "GET /api/0/things/{id}/": "org:read org:write",
    "PUT /api/0/things/latest": "org:read org:write",
  });
  expect(read.source).toMatchObject({ release: "1.2.3", file: "openapi-derefed.json" });
  const table = tableText(read);
  expect(table).toContain("getsentry/sentry-api-schema 1.2.3");
  expect(table).toContain("things/latest GET0 PUT1\nthings/* GET1");
});

test("an operation outside of the API is a mistake", () => {
  const source = { repository: "r", release: "1", file: "f", sha256: "s" };
  expect(() => tableText({ source, operations: { "GET /other/": "" } })).toThrow("not an operation below /api/0/");
});
