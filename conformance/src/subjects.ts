import { globSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AuthStrategy } from "@x/sentry-core";
import type { AdapterSubject, ConformanceCase, SentryServer, StoreSubject, StrategySubject } from "@x/sentry-testing";
import type { ProxiedSubject } from "../../packages/proxy/test/subject-behind-proxy.ts";

/** What `packages/<name>/test/subject.ts` exports: how the package's strategy, adapter or store is made. */
export interface SubjectModule {
  readonly strategy?: StrategySubject;
  /** Creates the strategy with a credential that the server issues first, if it is not in `server.credentials`. */
  readonly connect?: (server: SentryServer) => Promise<AuthStrategy>;
  readonly adapters?: readonly AdapterSubject[];
  /** Adapters around clients with a proxy's headers below them. */
  readonly proxied?: readonly ProxiedSubject[];
  /** The bare client with these headers, and a client with the strategy instead: `bench` compares the two. */
  readonly compare?: (headers: Record<string, string>, strategy: AuthStrategy) => readonly [bare: Get, ours: Get];
  readonly stores?: readonly StoreSubject[];
  /** Promises of the package's own, which it keeps on every runtime. */
  readonly cases?: readonly ConformanceCase<{ readonly name: string }>[];
}

/** Sends a GET and reads the response. */
type Get = (url: string) => Promise<unknown>;

const packages = path.resolve(import.meta.dirname, "../../packages");

/** The subject of every package that has one; with `.node`, what works on Node, Bun and Deno only. */
export function subjectFiles(kind: "" | ".node" = ""): readonly string[] {
  return globSync(`*/test/subject${kind}.ts`, { cwd: packages })
    .sort()
    .map((file) => path.join(packages, file));
}

/** Loads the subject of every package that has one. */
export function loadModules(kind: "" | ".node" = ""): Promise<readonly SubjectModule[]> {
  return Promise.all(subjectFiles(kind).map((file) => import(pathToFileURL(file).href) as Promise<SubjectModule>));
}

/** Every strategy, adapter and store, `subject.node.ts` included. */
export async function loadSubjects(): Promise<{
  readonly strategies: readonly StrategySubject[];
  readonly adapters: readonly AdapterSubject[];
  readonly stores: readonly StoreSubject[];
  readonly proxied: readonly ProxiedSubject[];
}> {
  const modules = [...(await loadModules()), ...(await loadModules(".node"))];
  return {
    strategies: modules.flatMap(({ strategy }) => strategy ?? []),
    adapters: modules.flatMap(({ adapters = [] }) => adapters),
    stores: modules.flatMap(({ stores = [] }) => stores),
    proxied: modules.flatMap(({ proxied = [] }) => proxied),
  };
}
