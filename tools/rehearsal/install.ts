import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pnpm, run } from "../pnpm.ts";
import type { Package } from "../workspace.ts";
import type { Registry } from "./registry.ts";

/** A package manager, as a user would use it in their own project. */
export interface PackageManager {
  readonly name: "npm" | "pnpm" | "yarn";
  /** Installs packages, each as `name@range`, into an empty project. */
  readonly add: (project: string, packages: readonly string[]) => Promise<unknown>;
}

/** The package managers, with caches of their own below `folder` and the registry of the rehearsal. */
export function packageManagers(folder: string, { url, env }: Registry): PackageManager[] {
  const yarnManifest = createRequire(import.meta.url).resolve("@yarnpkg/cli-dist/package.json");
  const yarn = path.join(path.dirname(yarnManifest), JSON.parse(readFileSync(yarnManifest, "utf8")).bin.yarn);
  return [
    {
      name: "npm",
      add: (project, packages) =>
        run("npm", ["install", "--no-audit", "--no-fund", ...packages], { cwd: project, env }),
    },
    {
      name: "pnpm",
      add: (project, packages) => {
        writeFileSync(path.join(project, ".npmrc"), `registry=${url}\n`);
        // What was published a second ago is what is to be installed.
        const settings = {
          packages: ["."],
          minimumReleaseAge: 0,
          storeDir: `${folder}/pnpm-store`,
          cacheDir: `${folder}/pnpm-cache`,
        };
        writeFileSync(path.join(project, "pnpm-workspace.yaml"), JSON.stringify(settings));
        return pnpm(["add", "--workspace-root", ...packages], { cwd: project, env });
      },
    },
    {
      name: "yarn",
      add: (project, packages) => {
        const settings = {
          npmRegistryServer: url,
          unsafeHttpWhitelist: ["127.0.0.1"],
          npmMinimalAgeGate: 0,
          globalFolder: `${folder}/yarn`,
          enableTelemetry: false,
          enableImmutableInstalls: false,
          // The compiler does not read Plug'n'Play.
          nodeLinker: "node-modules",
        };
        writeFileSync(path.join(project, ".yarnrc.yml"), JSON.stringify(settings));
        // Without its own lockfile, it would look for a project further up.
        writeFileSync(path.join(project, "yarn.lock"), "");
        return run(process.execPath, [yarn, "add", ...packages], { cwd: project, env });
      },
    },
  ];
}

/** Makes an empty project and installs `packages` into it, and their peers as a user has them: by the range that is asked for. */
export async function installInto(
  project: string,
  manager: PackageManager,
  packages: readonly Package[],
): Promise<void> {
  mkdirSync(project, { recursive: true });
  writeFileSync(path.join(project, "package.json"), JSON.stringify({ name: "empty", version: "1.0.0", private: true }));
  const peers = packages.flatMap(({ manifest }) => Object.entries(manifest.peerDependencies ?? {}));
  await manager.add(project, [
    ...packages.map(({ manifest }) => `${manifest.name}@${manifest.version}`),
    ...peers.map(([name, range]) => `${name}@${range}`),
  ]);
}
