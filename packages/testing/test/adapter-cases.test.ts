import { describe, expect, test, vi } from "vitest";
import { adapterCases, startSentryServer } from "../src/index.ts";
import { badAdapters } from "./bad-adapters/bad-adapters.ts";
import { flawedAdapter } from "./bad-adapters/flawed-adapter.ts";

// An adapter that never settles is found after some seconds.
vi.setConfig({ testTimeout: 30_000 });

test("there is a bad adapter for each case", () => {
  expect(Object.keys(badAdapters).sort()).toEqual(adapterCases.map(({ name }) => name).sort());
});

describe.each(adapterCases)("$name", ({ name, run }) => {
  test("passes for a sound adapter", () => run(flawedAdapter(), startSentryServer));

  test("fails for an adapter that breaks the promise, and says which", async () => {
    await expect(run(flawedAdapter(badAdapters[name]), startSentryServer)).rejects.toThrow(
      `broken promise: flawed ${name}. Found: `,
    );
  });
});
