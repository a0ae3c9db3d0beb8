// Builds the package in the current folder into dist: one readable module per entry, once as an ES module and once for
// require(), with source maps to src, and the types of both. Fewer files start faster, and Jest, ts-jest and ts-node load
// CommonJS without any configuration.
import { globSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { build, type Plugin } from "esbuild";
import { run } from "./pnpm.ts";
import {
  entriesOf,
  type Manifest,
  outsideDependencies,
  readManifest,
  repository,
  THIRD_PARTY_LICENSES,
} from "./workspace.ts";

async function buildPackage(directory: string): Promise<void> {
  const manifest = readManifest(directory);
  rmSync(path.join(directory, "dist"), { recursive: true, force: true });
  await Promise.all([emitTypes(directory), bundle(directory, manifest, "esm"), bundle(directory, manifest, "cjs")]);
  copyTypesForRequire(directory);
  for (const file of globSync("dist/*js.map", { cwd: directory })) keepOwnSources(path.join(directory, file));
  const licenses = outsideDependencies(manifest).map((name) => licenseOf(directory, name));
  if (licenses.length > 0) writeFileSync(path.join(directory, THIRD_PARTY_LICENSES), licenses.join("\n"));
}

async function bundle(directory: string, manifest: Manifest, format: "esm" | "cjs"): Promise<void> {
  const extension = format === "esm" ? ".js" : ".cjs";
  const bundled = format === "esm" ? [] : outsideDependencies(manifest);
  const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  await build({
    absWorkingDir: directory,
    entryPoints: entriesOf(manifest).map((entry) => `src/${entry}.ts`),
    outdir: "dist",
    outExtension: { ".js": extension },
    bundle: true,
    format,
    // Makes the names of a CommonJS module's exports visible to `import`.
    platform: "node",
    target: "es2023",
    // Jest runs CommonJS without import().
    supported: { "dynamic-import": format === "esm" },
    external: dependencies.filter((name) => !bundled.includes(name)),
    plugins: [otherEntries(directory, manifest, extension)],
    sourcemap: true,
    sourcesContent: false,
    logLevel: "warning",
  });
}

/** One entry imports another one as the file that it is built into, so that each module is loaded once. */
function otherEntries(directory: string, manifest: Manifest, extension: string): Plugin {
  const entries = new Map(entriesOf(manifest).map((entry) => [path.join(directory, `src/${entry}.ts`), entry]));
  return {
    name: "other-entries",
    setup: ({ onResolve }) => {
      onResolve({ filter: /^\.\.?\// }, ({ path: specifier, resolveDir, kind }) => {
        const entry = entries.get(path.join(resolveDir, specifier));
        return entry === undefined || kind === "entry-point"
          ? undefined
          : { path: `./${entry}${extension}`, external: true };
      });
    },
  };
}

async function emitTypes(directory: string): Promise<void> {
  const compiler = createRequire(path.join(repository, "package.json")).resolve("typescript/package.json");
  const tsc = path.join(path.dirname(compiler), "bin/tsc");
  await run(process.execPath, [tsc, "-p", "tsconfig.json", "--emitDeclarationOnly"], { cwd: directory });
}

/** A compiler takes the types of a CommonJS module from `.d.cts`, and those of an ES module from `.d.ts`. */
function copyTypesForRequire(directory: string): void {
  for (const file of globSync("dist/**/*.d.ts", { cwd: directory })) {
    const from = path.join(directory, file);
    const types = readFileSync(from, "utf8");
    const to = from.replace(/\.d\.ts$/, ".d.cts");
    writeFileSync(from, withExtension(types, ".js"));
    writeFileSync(to, withExtension(types, ".cjs").replace(/\.d\.ts\.map$/m, ".d.cts.map"));
    const map = JSON.parse(readFileSync(`${from}.map`, "utf8"));
    writeFileSync(`${to}.map`, JSON.stringify({ ...map, file: path.basename(to) }));
  }
}

/** The sources of a dependency that the build contains are not in the package. */
function keepOwnSources(file: string): void {
  const map = JSON.parse(readFileSync(file, "utf8"));
  const sources = map.sources.map((source: string) => (source.startsWith("../src/") ? source : null));
  writeFileSync(file, JSON.stringify({ ...map, sources }));
}

function withExtension(types: string, extension: string): string {
  return types.replaceAll(/\b(from |import\()"(\.\.?\/[^"]+)\.ts"/g, `$1"$2${extension}"`);
}

function licenseOf(directory: string, name: string): string {
  const folder = path.join(directory, "node_modules", name);
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  if (file === undefined) throw new Error(`${name} has no license file, so its code cannot be copied into a build`);
  return `The CommonJS build contains ${name}, under this license:\n\n${readFileSync(path.join(folder, file), "utf8")}`;
}

if (import.meta.main) await buildPackage(process.cwd());
