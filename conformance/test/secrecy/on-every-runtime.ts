// Prevents a leak that only one runtime has: its errors, its inspection and its fetch are its own. Runs the search from
// the built packages on Node, Bun and Deno, and searches what they print as well.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { formFinder } from "../../../packages/testing/src/leaks/secret-forms.ts";

const folder = fileURLToPath(new URL("../..", import.meta.url));
const script = fileURLToPath(new URL("run.ts", import.meta.url));
const bin = (name: string): string => join(folder, "node_modules/.bin", name);

// Bun would follow the `paths` of the root's tsconfig.json to the sources.
const commands: Readonly<Record<string, readonly string[]>> = {
  node: [process.execPath],
  bun: [bin("bun"), `--tsconfig-override=${join(folder, "../tsconfig.base.json")}`],
  deno: [bin("deno"), "run", "--allow-all", "--quiet", "--no-check"],
};

interface Report {
  readonly count: number;
  readonly found: readonly { readonly after: string; readonly path: string; readonly form: string }[];
  readonly secrets: readonly string[];
}

const chosen = process.argv.slice(2);
const temporary = mkdtempSync(join(tmpdir(), "secrecy-"));
try {
  for (const [name, [command = "", ...given]] of Object.entries(commands)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const file = join(temporary, name);
    const run = promisify(execFile)(command, [...given, script, file], { cwd: folder, maxBuffer: 2 ** 30 });
    const { stdout, stderr } = await run.catch(({ stderr }: { stderr: string }) => {
      // All that was printed before would bury the reason.
      throw new Error(`${name} failed: ${stderr.slice(-1_000)}`);
    });
    const { count, found, secrets }: Report = JSON.parse(readFileSync(file, "utf8"));
    for (const leak of found) console.error(`${name}: ${leak.form} at ${leak.path}, after: ${leak.after}`);
    const printed = formFinder(secrets)(stdout + stderr);
    if (printed !== undefined) console.error(`${name}: a secret was printed, ${printed}`);
    console.log(
      `${name}: ${count} outcomes, ${found.length} leaks, ${stdout.length + stderr.length} characters printed`,
    );
    if (count === 0 || found.length > 0 || printed !== undefined) process.exitCode = 1;
  }
} finally {
  rmSync(temporary, { recursive: true });
}
