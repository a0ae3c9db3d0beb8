// Builds the packages and runs a program that uses them: `node tools/run-built.ts <program> […arguments]`.
import { spawnSync } from "node:child_process";
import { repository } from "./workspace.ts";

const quiet = ["--filter=./packages/*", "--output-logs=errors-only", "--log-order=grouped"];
for (const args of [["tools/turbo.ts", "build", ...quiet], process.argv.slice(2)]) {
  const { status } = spawnSync(process.execPath, args, { cwd: repository, stdio: "inherit" });
  process.exitCode = status ?? 1;
  if (status !== 0) break;
}
