// Writes what is generated from the code: each package's api.md, the tables of docs/errors.md and the table of scopes.
import { spawnSync } from "node:child_process";
import { repository } from "./workspace.ts";

const programs = [
  ["tools/check-api.ts", "--update"],
  ["--import", "./tools/code-blocks/resolve-to-source.ts", "docs/messages/write.ts"],
  ["tools/write-scope-table.ts"],
];
for (const args of programs) {
  const { status } = spawnSync(process.execPath, args, { cwd: repository, stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
