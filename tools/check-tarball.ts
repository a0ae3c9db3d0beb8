// Checks the packed tarball, since that is what users get: its list of files, its paths, its exports and its types.
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { textProblems } from "./check-text.ts";
import { packPackages, tarballName, unpack } from "./packed-packages.ts";
import {
  entriesOf,
  outsideDependencies,
  readManifest,
  readPackages,
  report,
  repository,
  THIRD_PARTY_LICENSES,
} from "./workspace.ts";

/** The files that the tarball of the package in `directory` has: what is written for users, the sources and their build. */
export function expectedFiles(directory: string): string[] {
  const withMap = (file: string): string[] => [file, `${file}.map`];
  const manifest = readManifest(directory);
  const sources = globSync("src/**/*.ts", { cwd: directory });
  const types = sources.map((source) => source.replace(/^src/, "dist").replace(/\.ts$/, ""));
  return [
    ...["CHANGELOG.md", "LICENSE", "README.md", "package.json"],
    ...(outsideDependencies(manifest).length > 0 ? [THIRD_PARTY_LICENSES] : []),
    ...sources,
    ...types.flatMap((stem) => [`${stem}.d.ts`, `${stem}.d.cts`].flatMap(withMap)),
    ...entriesOf(manifest).flatMap((entry) => [`dist/${entry}.js`, `dist/${entry}.cjs`].flatMap(withMap)),
  ].sort();
}

/** What is wrong with a packed tarball of the package in `directory`, one sentence each. */
export async function tarballProblems(tarball: string, directory: string): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "tarball-"));
  try {
    const unpacked = await unpack(tarball, folder);
    return [
      ...fileListProblems(unpacked, expectedFiles(directory)),
      ...contentProblems(unpacked),
      ...importProblems(unpacked),
      ...(await packagingProblems(unpacked)),
      ...(await typeProblems(tarball)),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function fileListProblems(unpacked: string, expected: readonly string[]): string[] {
  const files = packedFiles(unpacked);
  return [
    ...expected.filter((file) => !files.includes(file)).map((file) => `${file}: is missing from the tarball`),
    ...files
      .filter((file) => !expected.includes(file))
      .map((file) => `${file}: does not belong in the tarball (in dist: delete dist and build again)`),
  ];
}

function contentProblems(unpacked: string): string[] {
  return packedFiles(unpacked).flatMap((file) => {
    const text = readFileSync(path.join(unpacked, file), "utf8");
    const problems = textProblems(file, text);
    const range = file === "package.json" ? /"(?:workspace|catalog|link|file):[^"]*"/.exec(text) : null;
    if (range !== null) problems.push(`${file}: ${range[0]} means nothing outside this repository`);
    if (/\.map$/.test(file)) {
      // What is bundled from elsewhere has no source.
      for (const source of JSON.parse(text).sources.filter((one: unknown) => one !== null)) {
        const resolved = path.join(path.dirname(file), source);
        // The CommonJS build contains the code of a dependency, whose own map names a source that it doesn't ship.
        if (source.includes("/node_modules/")) continue;
        if (!packedFiles(unpacked).includes(resolved))
          problems.push(`${file}: its source ${source} is not in the tarball`);
      }
    }
    return problems;
  });
}

/** A user's compiler reads what an entry's types import. It finds the dependencies there, and not always Node's types. */
function importProblems(unpacked: string): string[] {
  const { dependencies, peerDependencies, ...manifest } = readManifest(unpacked);
  const known = Object.keys({ ...dependencies, ...peerDependencies });
  const reached = new Set(entriesOf(manifest).flatMap((entry) => [`dist/${entry}.d.ts`, `dist/${entry}.d.cts`]));
  const problems: string[] = [];
  for (const file of reached) {
    const types = path.join(unpacked, file);
    if (!existsSync(types)) continue;
    const code = readFileSync(types, "utf8").replaceAll(/\/\*.*?\*\//gs, "");
    for (const [, name = ""] of code.matchAll(/^(?:import|export) [^;]*?from "([^"]+)";$/gm)) {
      if (name.startsWith(".")) reached.add(path.posix.join(path.dirname(file), name.replace(/\.(c?)js$/, ".d.$1ts")));
      else if (!known.some((one) => name === one || name.startsWith(`${one}/`)))
        problems.push(`${file}: a user may not have the types of ${name}`);
    }
  }
  return problems;
}

function packedFiles(unpacked: string): string[] {
  return globSync("**/*", { cwd: unpacked, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(unpacked, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"))
    .sort();
}

async function packagingProblems(unpacked: string): Promise<string[]> {
  const { messages, pkg } = await publint({ pkgDir: unpacked, strict: true, pack: false });
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`);
}

async function typeProblems(tarball: string): Promise<string[]> {
  const { types, ...result } = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
  if (types === false || !("problems" in result)) return ["are-the-types-wrong: the package has no types"];
  return result.problems.map((problem) => `are-the-types-wrong: ${JSON.stringify(problem)}`);
}

if (import.meta.main) {
  const directory = process.cwd();
  const folder = mkdtempSync(path.join(tmpdir(), "pack-"));
  try {
    const one = readPackages(repository).find((each) => each.directory === directory);
    if (one === undefined) throw new Error(`${directory} is not a package`);
    await packPackages([one], folder);
    report(await tarballProblems(path.join(folder, tarballName(one)), directory), "The tarball is as it should be.");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
