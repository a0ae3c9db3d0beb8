// Runs every property test with many more runs than `test` does. A counterexample becomes a plain test beside its property.
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const { FUZZ_RUNS = "100000" } = process.env;
const root = fileURLToPath(new URL("..", import.meta.url));
const tests = globSync(["packages/*/test/**/*.test.ts", "conformance/test/**/*.test.ts"], { cwd: root });
const properties = tests.filter((file) => {
  const text = readFileSync(resolve(root, file), "utf8");
  if (!text.includes('from "fast-check"')) return false;
  if (!text.includes("FUZZ_RUNS")) throw new Error(`${file} does not take its number of runs from FUZZ_RUNS.`);
  return true;
});
const folders = new Set(properties.map((file) => file.split(/[\\/]test[\\/]/)[0] ?? ""));
if (folders.size === 0) throw new Error("There are no property tests.");

for (const folder of folders) {
  const files = properties.filter((file) => !relative(folder, file).startsWith(".."));
  const cwd = resolve(root, folder);
  const given = ["run", "--config", resolve(root, "vitest.config.ts"), "--testTimeout", String(3_600_000)];
  const { status } = spawnSync("vitest", [...given, ...files.map((file) => relative(folder, file))], {
    cwd,
    stdio: "inherit",
    shell: process.platform === "win32",
    env: { ...process.env, FUZZ_RUNS },
  });
  if (status !== 0) process.exitCode = 1;
}
