import { describe, expect, test } from "vitest";
import { startSentryServer, strategyCases } from "../src/index.ts";
import { badStrategies } from "./bad-strategies.ts";
import { flawedStrategy } from "./flawed-strategy.ts";

test("there is a bad strategy for each case", () => {
  expect(Object.keys(badStrategies).sort()).toEqual(strategyCases.map(({ name }) => name).sort());
});

describe.each(strategyCases)("$name", ({ name, run }) => {
  test("passes for a sound strategy", () => run(flawedStrategy(), startSentryServer));

  test("fails for a strategy that breaks the promise, and says which", async () => {
    await expect(run(flawedStrategy(badStrategies[name]), startSentryServer)).rejects.toThrow(
      `broken promise: flawed ${name}. Found: `,
    );
  });
});
