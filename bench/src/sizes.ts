import {
  dependenciesOf,
  entriesOf,
  exportedNames,
  type Package,
  readPackages,
  repository,
} from "../../tools/workspace.ts";
import { bundleSize, type Size } from "./bundle.ts";

/** One measurement: a package without the others, a strategy and an adapter with all that they use, or a strategy's part of that. */
export interface Weight extends Size {
  readonly kind: "package" | "pair" | "share";
  /** The name of a folder, or of two: `bearer + fetch`. */
  readonly name: string;
}

/** Weighs every strategy, every adapter, what they depend on, all their pairs, and each entry of the tools. */
export async function weighAll(): Promise<Weight[]> {
  const all = readPackages(repository);
  const strategies = all.filter(({ kind }) => kind === "strategy");
  const adapters = all.filter(({ kind }) => kind === "adapter");
  const users = [...strategies, ...adapters];
  const shipped = all.filter(
    (one) => users.includes(one) || users.some((user) => dependenciesOf(user, all).includes(one)),
  );

  const weights: Weight[] = [];
  for (const one of shipped) {
    const others = all.filter((other) => other !== one).map(({ manifest }) => manifest.name);
    weights.push({
      kind: "package",
      name: one.folder,
      ...(await bundleSize(importOf(one, exportedNames(one.directory, "values")), others)),
    });
  }
  for (const one of all.filter(({ kind, folder }) => kind === "tool" && folder !== "testing")) {
    for (const entry of entriesOf(one.manifest)) {
      const path = entry === "index" ? "" : `/${entry}`;
      const names = exportedNames(one.directory, "values", entry).join(", ");
      const program = `export { ${names} } from "${one.manifest.name}${path}";`;
      weights.push({ kind: "package", name: one.folder + path, ...(await bundleSize(program, ["@x/sentry-core"])) });
    }
  }
  for (const adapter of adapters) {
    const client = importOf(adapter, ["withSentryAuth"]);
    const bare = await bundleSize(`${client} export { defineStrategy } from "@x/sentry-core";`);
    for (const strategy of strategies) {
      const name = `${strategy.folder} + ${adapter.folder}`;
      const pair = await bundleSize(`${client} ${importOf(strategy, factories(strategy))}`);
      weights.push({ kind: "pair", name, ...pair });
      weights.push({ kind: "share", name, minified: pair.minified - bare.minified, brotli: pair.brotli - bare.brotli });
    }
  }
  return weights;
}

function factories({ directory }: Package): string[] {
  return exportedNames(directory, "values").filter((name) => name.endsWith("Auth"));
}

function importOf({ manifest }: Package, names: readonly string[]): string {
  return `export { ${names.join(", ")} } from "${manifest.name}";`;
}
