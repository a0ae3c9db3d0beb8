import path from "node:path";
import { pathToFileURL } from "node:url";
import type { SentryServer } from "@x/sentry-testing";
import { readCodeBlocks } from "../code-blocks/read-code-blocks.ts";
import type { Package } from "../workspace.ts";
import { checkBundle } from "./bundle.ts";
import { installInto, type PackageManager } from "./install.ts";
import { checkTypes, importAndRequire, runReadmes } from "./use-packages.ts";

/** What was found out about one set of packages, installed by one package manager. */
export interface Trial {
  readonly packages: readonly Package[];
  readonly manager: PackageManager["name"];
  /** The names of the packages whose README example ran. */
  readonly readmes: readonly string[];
}

/** The sets of packages that users install: each alone, each strategy with each adapter, and what each README asks for. */
export function installedTogether(all: readonly Package[]): Package[][] {
  const strategies = all.filter(({ kind }) => kind === "strategy");
  const adapters = all.filter(({ kind }) => kind === "adapter");
  const sets = [
    ...all.map((one) => [one]),
    ...strategies.flatMap((strategy) => adapters.map((adapter) => [strategy, adapter])),
    ...all.map((one) =>
      all.filter(({ manifest }) => readmeImports(one).has(manifest.name) || manifest.name === one.manifest.name),
    ),
  ];
  return [...new Map(sets.map((set) => [nameOf(set), set])).values()];
}

/** What a set of packages is called in the report. */
export function nameOf(packages: readonly Package[]): string {
  return packages
    .map(({ folder }) => folder)
    .sort()
    .join(" + ");
}

function readmeImports({ directory }: Package): Set<string> {
  const example = readCodeBlocks(pathToFileURL(path.join(directory, "README.md"))).find(({ runs }) => runs);
  return new Set(Array.from(example?.code.matchAll(/ from "(@x\/[^"]+)"/g) ?? [], ([, name = ""]) => name));
}

/** Installs every set with every package manager into an empty project of its own, and uses it from there. */
export async function tryPackages(
  folder: string,
  sets: readonly (readonly Package[])[],
  managers: readonly PackageManager[],
  server: SentryServer,
): Promise<Trial[]> {
  const waiting = managers.flatMap((manager) => sets.map((packages) => ({ manager, packages })));
  const trials: Trial[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { manager, packages } = next;
      const project = path.join(folder, manager.name, nameOf(packages).replaceAll(" + ", "-with-"));
      try {
        await installInto(project, manager, packages);
        await importAndRequire(project, packages);
        await checkTypes(project, packages);
        trials.push({ packages, manager: manager.name, readmes: await runReadmes(project, packages, server) });
      } catch (error) {
        throw new Error(`${nameOf(packages)}, installed by ${manager.name}`, { cause: error });
      }
    }
  };
  await Promise.all([work(), work(), work()]);
  return trials;
}

/** Bundles every set out of a project that has all packages, so that code of another one would be found. */
export async function bundleEach(
  project: string,
  sets: readonly (readonly Package[])[],
  all: readonly Package[],
  manager: PackageManager,
): Promise<void> {
  await installInto(project, manager, all);
  for (const packages of sets) await checkBundle(project, packages, all);
}
