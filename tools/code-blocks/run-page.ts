import { startSentryServer } from "@x/sentry-testing";
import { expect, test } from "vitest";
import { promisedLines, readCodeBlocks } from "./read-code-blocks.ts";
import { runProgram } from "./run-program.ts";

/**
 * Adds a test for each block of a page that says it runs: it ends well, and prints what its comments say.
 * `folder` is where it finds its dependencies.
 */
export function testPage(page: URL, folder: URL = new URL(".", page)): void {
  const runnable = readCodeBlocks(page).filter(({ runs }) => runs);
  test.for(runnable)("the example of line $line runs as it stands", async ({ code }) => {
    await using server = await startSentryServer();
    const { exitCode, stdout, stderr } = await runProgram(server, { code }, folder);
    expect(stderr.slice(0, 1_000)).toBe("");
    expect(exitCode).toBe(0);
    const printed = stdout.split("\n").filter((line) => line !== "");
    expect(printed).toEqual(promisedLines(code).map((line) => expect.stringMatching(line)));
  });
}
