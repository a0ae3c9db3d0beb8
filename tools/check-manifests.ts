// Prevents: manifests that drift apart. Without this, some packages lack provenance, some `engines`, some `sideEffects`,
// and one publishes a range that nobody can install.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { dependenciesOf, type Manifest, type Package, readPackages, report, repository } from "./workspace.ts";

const HOMEPAGE = "https://x.github.io/sentry-auth";
const REPOSITORY = "https://github.com/x/sentry-auth";

/** What is wrong with the manifests of `packages`, one sentence each. */
export function manifestProblems(packages: readonly Package[]): string[] {
  return packages.flatMap((one) => {
    const problems = [...templateProblems(one), ...dependencyProblems(one, packages)];
    return problems.map((problem) => `packages/${one.folder}/package.json: ${problem}`);
  });
}

/** The one manifest that all packages have; what is a package's own is taken from `manifest`. */
export function manifestTemplate(folder: string, manifest: Manifest): Record<string, unknown> {
  return {
    name: `@x/sentry-${folder}`,
    version: manifest.version,
    description: manifest.description,
    keywords: ["sentry", "authentication", "authorization"],
    license: "MIT",
    homepage: HOMEPAGE,
    repository: { type: "git", url: `git+${REPOSITORY}.git`, directory: `packages/${folder}` },
    bugs: { url: `${REPOSITORY}/issues` },
    type: "module",
    sideEffects: false,
    engines: { node: ">=22.12" },
    exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" }, "./package.json": "./package.json" },
    files: ["dist", "src"],
    publishConfig: { access: "public", provenance: true },
    scripts: {
      build: "tsc -p tsconfig.json",
      check: "node ../../tools/check-api.ts && node ../../tools/check-tarball.ts",
      test: "vitest run --config ../../vitest.config.ts",
    },
    dependencies: manifest.dependencies,
    peerDependencies: manifest.peerDependencies,
    devDependencies: manifest.devDependencies,
  };
}

function templateProblems({ folder, manifest }: Package): string[] {
  const template = JSON.parse(JSON.stringify(manifestTemplate(folder, manifest)));
  const problems: string[] = [];
  const given = new Map<string, unknown>(Object.entries(manifest));
  for (const [field, value] of Object.entries(template)) {
    if (JSON.stringify(given.get(field)) !== JSON.stringify(value)) {
      problems.push(`${field} must be ${JSON.stringify(value)}`);
    }
  }
  for (const field of given.keys()) if (!(field in template)) problems.push(`${field} is not in the template`);
  if (problems.length === 0 && [...given.keys()].join() !== Object.keys(template).join()) {
    problems.push(`the order of the fields must be ${Object.keys(template).join(", ")}`);
  }
  if (!/^\S.*\.$/.test(manifest.description ?? "")) problems.push("description must be a sentence");
  return problems;
}

function dependencyProblems(one: Package, all: readonly Package[]): string[] {
  const { dependencies = {}, peerDependencies = {}, devDependencies = {} } = one.manifest;
  const names = new Set(all.map(({ manifest }) => manifest.name));
  const problems: string[] = [];
  for (const [name, range] of Object.entries(dependencies)) {
    if (!names.has(name)) problems.push(`dependencies: ${name} is from outside the workspace`);
    else if (range !== "workspace:^") problems.push(`dependencies: ${name} must be "workspace:^"`);
  }
  for (const other of dependenciesOf(one, all)) {
    if (other.folder !== "core" && (one.kind !== "adapter" || other.kind !== "adapter")) {
      problems.push(
        `dependencies: ${other.manifest.name} is not core, nor is this an adapter that builds on another one`,
      );
    }
  }
  for (const [name, range] of Object.entries(peerDependencies)) {
    if (!/^>=\d+\.\d+\.\d+ <\d+$/.test(range))
      problems.push(`peerDependencies: ${name} must have a floor and a ceiling`);
    if (devDependencies[name] === undefined)
      problems.push(`peerDependencies: ${name} must be tested, as a devDependency`);
  }
  for (const [name, range] of Object.entries(devDependencies)) {
    if (names.has(name)) problems.push(`devDependencies: ${name} resolves to its source in tests and needs no entry`);
    else if (range !== "catalog:") problems.push(`devDependencies: ${name} must be "catalog:"`);
  }
  return problems;
}

/** A manifest as its file's text, in the template's order. */
export function manifestText(folder: string, manifest: Manifest): string {
  return `${JSON.stringify(manifestTemplate(folder, manifest), null, 2)}\n`;
}

if (import.meta.main) {
  // `--write` brings every manifest to the template; what is a package's own stays.
  if (process.argv.includes("--write")) {
    for (const { folder, directory, manifest } of readPackages(repository)) {
      writeFileSync(path.join(directory, "package.json"), manifestText(folder, manifest));
    }
  }
  const packages = readPackages(repository);
  report(manifestProblems(packages), `${packages.length} manifests are of one template.`);
}
