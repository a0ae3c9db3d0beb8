// Finds the packages by their place, so that a new one edits no list, and reads their manifests and exports.
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";

/** What the tools read of a package's manifest. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly keywords?: readonly string[];
  readonly engines?: { readonly node?: string };
  readonly exports?: Readonly<Record<string, unknown>>;
  /** What kind of package it is: the check of the manifests and the tests go by it. */
  readonly sentryAuth?: { readonly kind: Kind };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** What a package is. `tool` is what neither authenticates nor wraps a client. */
export const KINDS = ["core", "strategy", "adapter", "store", "tool"] as const;
export type Kind = (typeof KINDS)[number];

/** A published package of the workspace. */
export interface Package {
  /** The name of its folder, such as `bearer`. */
  readonly folder: string;
  /** The absolute path of that folder. */
  readonly directory: string;
  readonly manifest: Manifest;
  readonly kind: Kind | undefined;
}

/** The absolute path of the repository that these tools are in. */
export const repository: string = path.dirname(import.meta.dirname);

/** The packages of the repository at `root`, those that others depend on first. */
export function readPackages(root: string): Package[] {
  const packages = globSync("packages/*/package.json", { cwd: root })
    .sort()
    .map((file) => {
      const directory = path.dirname(path.join(root, file));
      const manifest = readManifest(directory);
      return { folder: path.basename(directory), directory, manifest, kind: manifest.sentryAuth?.kind };
    });
  return inDependencyOrder(packages);
}

export function readManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8"));
}

/** The names of a package's entries, which are those of their files in src: `index`, and `scopes` for `./scopes`. */
export function entriesOf({ exports = {} }: Pick<Manifest, "exports">): string[] {
  const own = Object.keys(exports).filter((entry) => entry !== "." && entry !== "./package.json");
  return ["index", ...own.map((entry) => entry.replace("./", ""))];
}

/** The dependencies from outside the workspace. They are ES modules, so the CommonJS build contains a copy of them. */
export function outsideDependencies({ dependencies = {} }: Manifest): string[] {
  return Object.entries(dependencies).flatMap(([name, range]) => (range.startsWith("workspace:") ? [] : [name]));
}

/** Where a package keeps the licenses of the code that its build contains. */
export const THIRD_PARTY_LICENSES = "dist/THIRD-PARTY-LICENSES.txt";

/** The names that an entry of a package exports: all, or those of values or of types alone. */
export function exportedNames(directory: string, which: "all" | "values" | "types" = "all", entry = "index"): string[] {
  const file = path.join(directory, `src/${entry}.ts`);
  const index = existsSync(file) ? readFileSync(file, "utf8") : "";
  const exported = [...index.matchAll(/^export (type )?\{([^}]*)\} from ".+";$/gm)];
  return exported.flatMap(([, type = "", names = ""]) =>
    names
      .split(",")
      .map((name) => `${type}${name.trim()}`)
      .filter((name) => name !== type)
      .filter((name) => which === "all" || name.startsWith("type ") === (which === "types"))
      .map((name) => name.replace(/^(?:type )+/, "")),
  );
}

/** The packages of `all` that a package depends on at run time, directly. */
export function dependenciesOf({ manifest }: Package, all: readonly Package[]): Package[] {
  return all.filter((other) => manifest.dependencies?.[other.manifest.name] !== undefined);
}

function inDependencyOrder(packages: readonly Package[]): Package[] {
  const ordered = new Set<Package>();
  const add = (one: Package): void => {
    for (const dependency of dependenciesOf(one, packages)) if (!ordered.has(dependency)) add(dependency);
    ordered.add(one);
  };
  for (const one of packages) add(one);
  return [...ordered];
}

/** Prints what a check found and ends the process with 1, or says that all is well. */
export function report(problems: readonly string[], well: string): void {
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(well);
}
