import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { SentryServer } from "@x/sentry-testing";
import { readCodeBlocks } from "../code-blocks/read-code-blocks.ts";
import { runProgram } from "../code-blocks/run-program.ts";
import { run } from "../pnpm.ts";
import { exportedNames, type Package, repository } from "../workspace.ts";

/** Imports and requires the packages that a project has, and compares the names that they export with those of their source. */
export async function importAndRequire(project: string, packages: readonly Package[]): Promise<void> {
  const expected = packages.map(({ manifest, directory }) => [
    manifest.name,
    exportedNames(directory, "values").sort(),
  ]);
  const check = `
    for (const [name, names] of ${JSON.stringify(expected)}) {
      const found = Object.keys(await load(name)).filter((key) => key !== "__esModule" && key !== "module.exports").sort();
      if (found.join() !== names.join()) throw new Error(\`\${name} exports \${found}, not \${names}\`);
    }`;
  writeFileSync(path.join(project, "import.mjs"), `const load = (name) => import(name);${check}`);
  writeFileSync(path.join(project, "require.cjs"), `const load = require;(async () => {${check}})();`);
  await run(process.execPath, ["import.mjs"], { cwd: project });
  await run(process.execPath, ["require.cjs"], { cwd: project });
}

/** Runs the README examples that need no more than what the project has, and gives back whose they are. */
export async function runReadmes(
  project: string,
  packages: readonly Package[],
  server: SentryServer,
): Promise<string[]> {
  const names = packages.map(({ manifest }) => manifest.name);
  const ran: string[] = [];
  for (const { manifest, directory } of packages) {
    const readme = path.join(project, "node_modules", manifest.name, "README.md");
    const example = readCodeBlocks(pathToFileURL(readme)).find(({ runs }) => runs);
    const imported = Array.from(example?.code.matchAll(/ from "(@x\/[^"]+)"/g) ?? [], ([, name = ""]) => name);
    if (example === undefined || !imported.every((name) => names.includes(name))) continue;
    const folder = pathToFileURL(`${project}/`);
    const { exitCode, stdout, stderr } = await runProgram(server, { code: example.code }, folder, { installed: true });
    const promised = Array.from(
      example.code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm),
      ([, line]) => `${line}\n`,
    ).join("");
    if (exitCode !== 0 || stdout !== promised) throw new Error(`the README of ${directory}: ${stdout}${stderr}`);
    ran.push(manifest.name);
  }
  return ran;
}

/** How a compiler finds the types of a package: each way that TypeScript 7 knows, from an ES module and, where it may, from CommonJS. */
const RESOLUTIONS = [
  { module: "node16", moduleResolution: "node16", files: ["types.mts"] },
  { module: "nodenext", moduleResolution: "nodenext", files: ["types.mts", "types.cts"] },
  { module: "preserve", moduleResolution: "bundler", files: ["types.mts", "types.cts"] },
];

/** Type-checks a program that names every export of the packages, under each module resolution, libraries included. */
export async function checkTypes(project: string, packages: readonly Package[]): Promise<void> {
  const program = packages.map(({ manifest, directory }, index) => {
    const values = exportedNames(directory, "values").map(
      (name) => `export const v${index}_${name}: Known<typeof module${index}.${name}> = 1;`,
    );
    const types = exportedNames(directory, "types").map(
      (name) => `export type { ${name} as t${index}_${name} } from "${manifest.name}";`,
    );
    return [`import * as module${index} from "${manifest.name}";`, ...values, ...types].join("\n");
  });
  const text = `type Known<T> = 0 extends 1 & T ? never : 1;\n${program.join("\n")}\n`;
  for (const file of ["types.mts", "types.cts"]) writeFileSync(path.join(project, file), text);
  const compiler = path.join(repository, "node_modules/.bin/tsc");
  for (const { files, ...resolution } of RESOLUTIONS) {
    const folder = path.join(project, `${resolution.module}-${resolution.moduleResolution}`);
    mkdirSync(folder, { recursive: true });
    const compilerOptions = {
      ...resolution,
      target: "es2022",
      lib: ["es2023", "dom", "dom.iterable"],
      strict: true,
      noEmit: true,
      types: [],
    };
    const tsconfig = { compilerOptions, files: files.map((file) => `../${file}`) };
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
    await run(compiler, ["-p", folder], { cwd: project });
  }
}
