import { globSync, readFileSync } from "node:fs";
import { startSentryServer } from "@x/sentry-testing";
import { expect, test } from "vitest";
import { runProgram } from "../../tools/code-blocks/run-program.ts";

const folder = new URL("../feedback/", import.meta.url);
const programs = globSync("*.ts", { cwd: folder }).sort();
const base = lines("bearer-with-fetch.ts");

function lines(program: string): readonly string[] {
  return readFileSync(new URL(program, folder), "utf8").split("\n");
}

test.for(programs)("%s runs as it stands", async (program) => {
  await using server = await startSentryServer();
  const outcome = await runProgram(server, { file: new URL(program, folder) }, folder);
  expect(outcome).toEqual({ exitCode: 0, stdout: "200\n", stderr: "" });
  expect(server.requests).toHaveLength(1);
});

test.for(programs)(
  "%s differs from the base in what names the strategy or the client, and the request stays",
  (program) => {
    const own = lines(program);
    const changed = own.filter((line) => !base.includes(line));
    expect(changed.length).toBeLessThanOrEqual(5);
    expect(changed.every((line) => /^import |^const \{|withSentryAuth\(/.test(line))).toBe(true);
  },
);

test("every strategy and every client has a program", () => {
  for (const strategy of ["bearer", "user-token", "dsn", "legacy-basic"])
    expect(programs).toContain(`${strategy}-with-fetch.ts`);
  for (const client of ["fetch", "axios", "ky"]) expect(programs).toContain(`bearer-with-${client}.ts`);
});
