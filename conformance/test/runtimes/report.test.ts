import { expect, test } from "vitest";
import { format, type Result, succeeded } from "../../src/report.ts";

const passed: Result = { subject: "fetch", name: "keeps a promise", outcome: "passed" };
const skipped: Result = {
  subject: "fetch",
  name: "sends a stream",
  outcome: "skipped",
  reason: "streaming-body: no HTTP/2",
};
const failed: Result = {
  subject: "ky 2",
  name: "keeps a promise",
  outcome: "failed",
  reason: "Error: broken promise: ky 2 …",
};

test("a runtime's line has its counts, and the reason for every skip once", () => {
  const results = [passed, skipped, { ...skipped, subject: "ky 2" }];
  expect(format({ runtime: "Bun", version: "1.4.5", results })).toBe(
    "Bun       1.4.5             1 passed, 0 failed, 2 skipped: 2 × streaming-body: no HTTP/2 [fetch, ky 2]",
  );
});

test("every failure has a line", () => {
  const text = format({ runtime: "Bun", version: "1.4.5", results: [passed, failed], failure: "it crashed" });
  expect(text.split("\n").slice(1)).toEqual(["  FAILED Error: broken promise: ky 2 …", "  FAILED it crashed"]);
});

test.each([
  ["a failed case", { results: [passed, failed] }, false],
  ["a crash", { results: [passed], failure: "it crashed" }, false],
  ["no cases at all", { results: [] }, false],
  ["skips", { results: [passed, skipped] }, true],
])("a runtime with %s has succeeded or not", (_, report, expected) => {
  expect(succeeded({ runtime: "Bun", version: "1.4.5", ...report })).toBe(expected);
});
