// Prevents: a check that holds only the packages of a list that somebody forgot to extend. Packages are found by their place.
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";

/** What the tools read of a package's manifest. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** A published package of the workspace. */
export interface Package {
  /** The name of its folder, such as `bearer`. */
  readonly folder: string;
  /** The absolute path of that folder. */
  readonly directory: string;
  readonly manifest: Manifest;
  /** What it is, by what it exports: adapters have `withSentryAuth`, strategies a factory such as `bearerAuth`. */
  readonly kind: "strategy" | "adapter" | "other";
}

/** The absolute path of the repository that these tools are in. */
export const repository: string = path.dirname(import.meta.dirname);

/** The packages of the repository at `root`, those that others depend on first. */
export function readPackages(root: string): Package[] {
  const packages = globSync("packages/*/package.json", { cwd: root })
    .sort()
    .map((file) => {
      const directory = path.dirname(path.join(root, file));
      return {
        folder: path.basename(directory),
        directory,
        manifest: readManifest(directory),
        kind: kindOf(exportedNames(directory)),
      };
    });
  return inDependencyOrder(packages);
}

export function readManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8"));
}

/** The names that a package's `src/index.ts` exports: all, or those of values or of types alone. */
export function exportedNames(directory: string, which: "all" | "values" | "types" = "all"): string[] {
  const file = path.join(directory, "src/index.ts");
  const index = existsSync(file) ? readFileSync(file, "utf8") : "";
  const exported = [...index.matchAll(/^export (type )?\{([^}]*)\} from "\.\/.+";$/gm)];
  return exported.flatMap(([, type = "", names = ""]) =>
    names
      .split(",")
      .map((name) => `${type}${name.trim()}`)
      .filter((name) => name !== type)
      .filter((name) => which === "all" || name.startsWith("type ") === (which === "types"))
      .map((name) => name.replace(/^(?:type )+/, "")),
  );
}

function kindOf(names: readonly string[]): Package["kind"] {
  if (names.includes("withSentryAuth")) return "adapter";
  return names.some((name) => /^[a-z]\w*Auth$/.test(name)) ? "strategy" : "other";
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
