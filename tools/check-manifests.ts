// Checks that the manifests of all packages follow one template, and that each kind of package depends only on what it may.
// `--write` brings them to the template.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  entriesOf,
  KINDS,
  type Kind,
  type Manifest,
  type Package,
  readPackages,
  report,
  repository,
} from "./workspace.ts";

/** The one place that defines the site's address; the literals in packages and documents are compared with it. */
const HOMEPAGE: string = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8")).homepage.replace(
  /\/$/,
  "",
);
const REPOSITORY = "https://github.com/x/sentry-auth";
const KEYWORDS = ["sentry", "sentry-api", "authentication", "authorization"];

/** The packages that each kind may depend on, by name, and by kind if a kind may depend on another package of the same kind. */
const MAY_DEPEND_ON: Readonly<Record<Kind, readonly string[]>> = {
  core: [],
  strategy: ["@x/sentry-core", "@x/sentry-store", "oauth4webapi"],
  adapter: ["@x/sentry-core", "adapter"],
  store: ["@x/sentry-core", "@x/sentry-store"],
  tool: ["@x/sentry-core"],
};

/** What is wrong with the manifests of `packages`, one sentence each. */
export function manifestProblems(packages: readonly Package[]): string[] {
  return packages.flatMap((one) => {
    const problems = [...templateProblems(one), ...dependencyProblems(one, packages)];
    return problems.map((problem) => `packages/${one.folder}/package.json: ${problem}`);
  });
}

/** The one manifest that all packages have; what is a package's own is taken from `manifest`. */
export function manifestTemplate(folder: string, manifest: Manifest): Record<string, unknown> {
  const entries = entriesOf(manifest);
  const own = entries.filter((entry) => entry !== "index");
  return {
    name: `@x/sentry-${folder}`,
    version: manifest.version,
    description: manifest.description,
    keywords: [...new Set([...KEYWORDS, ...(manifest.keywords ?? [])])],
    license: "MIT",
    homepage: HOMEPAGE,
    repository: { type: "git", url: `git+${REPOSITORY}.git`, directory: `packages/${folder}` },
    bugs: { url: `${REPOSITORY}/issues` },
    type: "module",
    sideEffects: false,
    engines: { node: ">=22.12" },
    sentryAuth: manifest.sentryAuth,
    // For tools that do not read `exports`.
    main: "./dist/index.cjs",
    types: "./dist/index.d.cts",
    typesVersions:
      own.length === 0 ? undefined : { "*": Object.fromEntries(own.map((name) => [name, [`./dist/${name}.d.cts`]])) },
    exports: {
      ...Object.fromEntries(entries.map((entry) => [entry === "index" ? "." : `./${entry}`, conditions(entry)])),
      "./package.json": "./package.json",
    },
    files: ["CHANGELOG.md", "dist", "src"],
    publishConfig: { access: "public", provenance: true },
    scripts: {
      build: "node ../../tools/build-package.ts",
      check: "node ../../tools/check-api.ts && node ../../tools/check-tarball.ts",
      test: "vitest run --config ../../vitest.config.ts",
    },
    dependencies: manifest.dependencies,
    peerDependencies: manifest.peerDependencies,
    devDependencies: manifest.devDependencies,
  };
}

function conditions(entry: string): object {
  const of = (types: string, code: string): object => ({
    types: `./dist/${entry}${types}`,
    default: `./dist/${entry}${code}`,
  });
  return { import: of(".d.ts", ".js"), require: of(".d.cts", ".cjs") };
}

function templateProblems({ folder, kind, manifest }: Package): string[] {
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
  if (template.keywords.length === KEYWORDS.length) problems.push("keywords must have some of the package's own");
  if (kind === undefined || !KINDS.includes(kind)) {
    problems.push(`sentryAuth must be { "kind": … }, with one of ${KINDS.join(", ")}`);
  }
  return problems;
}

function dependencyProblems(one: Package, all: readonly Package[]): string[] {
  const { dependencies = {}, peerDependencies = {}, devDependencies = {} } = one.manifest;
  const siblings = new Map(all.map(({ manifest, kind }) => [manifest.name, kind]));
  const problems: string[] = [];
  for (const [name, range] of Object.entries(dependencies)) {
    const allowed: readonly string[] = one.kind === undefined ? [] : MAY_DEPEND_ON[one.kind];
    if (!allowed.includes(name) && !allowed.includes(siblings.get(name) ?? name)) {
      problems.push(`dependencies: ${name} is none that a package of the kind ${one.kind} may depend on`);
    }
    const expected = siblings.has(name) ? "workspace:^" : "catalog:";
    if (range !== expected) problems.push(`dependencies: ${name} must be ${JSON.stringify(expected)}`);
  }
  for (const [name, range] of Object.entries(peerDependencies)) {
    if (!/^>=\d+\.\d+\.\d+ <\d+$/.test(range))
      problems.push(`peerDependencies: ${name} must have a floor and a ceiling`);
    if (devDependencies[name] === undefined)
      problems.push(`peerDependencies: ${name} must be tested, as a devDependency`);
  }
  for (const [name, range] of Object.entries(devDependencies)) {
    if (siblings.has(name))
      problems.push(`devDependencies: ${name} resolves to its source in tests and needs no entry`);
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
