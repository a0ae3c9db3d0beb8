import { globSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AdapterSubject, StoreSubject, StrategySubject } from "@x/sentry-testing";

/** What `packages/<name>/test/subject.ts` exports: how the package's strategy, adapter or store is made. */
export interface SubjectModule {
  readonly strategy?: StrategySubject;
  readonly adapters?: readonly AdapterSubject[];
  readonly stores?: readonly StoreSubject[];
}

const packages = path.resolve(import.meta.dirname, "../../packages");

/** The subject of every package that has one; with `.node`, what works on Node, Bun and Deno only. */
export function subjectFiles(kind: "" | ".node" = ""): readonly string[] {
  return globSync(`*/test/subject${kind}.ts`, { cwd: packages })
    .sort()
    .map((file) => path.join(packages, file));
}

/** Every strategy and every adapter, `subject.node.ts` included. */
export async function loadSubjects(): Promise<Required<{ strategies: StrategySubject[]; adapters: AdapterSubject[] }>> {
  const files = [...subjectFiles(), ...subjectFiles(".node")];
  const modules = await Promise.all(files.map((file) => import(pathToFileURL(file).href) as Promise<SubjectModule>));
  return {
    strategies: modules.flatMap(({ strategy }) => strategy ?? []),
    adapters: modules.flatMap(({ adapters = [] }) => adapters),
  };
}
