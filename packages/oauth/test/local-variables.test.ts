import { startSentryServer } from "@x/sentry-testing";
import { expect, test } from "vitest";
import { runProgram } from "../../../tools/code-blocks/run-program.ts";

test("no local variable contains a secret while something is thrown", { timeout: 60_000 }, async () => {
  await using server = await startSentryServer();
  const file = new URL("local-variables-program.ts", import.meta.url);
  const { stdout } = await runProgram(server, { file }, new URL("./", import.meta.url));
  const { pauses, leaks } = JSON.parse(stdout);
  expect(pauses).toBeGreaterThan(9);
  expect(leaks).toEqual([]);
});
