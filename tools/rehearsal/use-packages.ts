import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { SentryServer } from "@x/sentry-testing";
import { promisedLines, readCodeBlocks } from "../code-blocks/read-code-blocks.ts";
import { runProgram } from "../code-blocks/run-program.ts";
import { run } from "../pnpm.ts";
import { entriesOf, exportedNames, type Package, repository } from "../workspace.ts";

/** The oldest Node that is supported, and the newest of each major version. */
const NODES = [
  ...["node22-oldest", "node22", "node26"].map((name) =>
    path.join(repository, "conformance/node_modules", name, "bin/node"),
  ),
  process.execPath,
];

/** Imports and requires the packages that a project has, and compares the names that they export with those of their source. */
export async function importAndRequire(project: string, packages: readonly Package[]): Promise<void> {
  const expected = packages.flatMap(({ manifest, directory }) =>
    entriesOf(manifest).map((entry) => [
      entry === "index" ? manifest.name : `${manifest.name}/${entry}`,
      exportedNames(directory, "values", entry).sort(),
    ]),
  );
  const check = `
    for (const [name, names] of ${JSON.stringify(expected)}) {
      const found = Object.keys(await load(name)).filter((key) => key !== "__esModule" && key !== "module.exports").sort();
      if (found.join() !== names.join()) throw new Error(\`\${name} exports \${found}, not \${names}\`);
    }`;
  writeFileSync(path.join(project, "import.mjs"), `const load = (name) => import(name);${check}`);
  writeFileSync(path.join(project, "require.cjs"), `const load = require;(async () => {${check}})();`);
  for (const node of NODES) {
    await run(node, ["import.mjs"], { cwd: project });
    await run(node, ["require.cjs"], { cwd: project });
  }
}

/** Runs the README examples out of the installed packages. */
export async function runReadmes(project: string, packages: readonly Package[], server: SentryServer): Promise<void> {
  for (const { manifest } of packages) {
    const readme = path.join(project, "node_modules", manifest.name, "README.md");
    for (const { code } of readCodeBlocks(pathToFileURL(readme)).filter(({ runs }) => runs)) {
      const folder = pathToFileURL(`${project}/`);
      const { exitCode, stdout, stderr } = await runProgram(server, { code }, folder, { installed: true });
      const printed = stdout.split("\n").filter((line) => line !== "");
      const promised = promisedLines(code);
      const isPromised =
        printed.length === promised.length && promised.every((line, at) => line.test(printed[at] ?? ""));
      if (exitCode !== 0 || !isPromised) {
        throw new Error(`the README of ${manifest.name}: ${stdout}${stderr}`);
      }
    }
  }
}
