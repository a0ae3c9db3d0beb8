import { cpSync, globSync } from "node:fs";
import path from "node:path";
import type { SentryServer } from "@x/sentry-testing";
import { documentedVariables } from "../code-blocks/run-program.ts";
import { run } from "../pnpm.ts";
import { entriesOf, type Package } from "../workspace.ts";
import type { Registry } from "./registry.ts";

/** The scripted projects: each is a folder that a user could have, with a script `rehearse` that fails if something is wrong. */
const PROJECTS = path.join(import.meta.dirname, "../projects");

/** The names of the scripted projects. */
export function projectNames(): string[] {
  return globSync("*", { cwd: PROJECTS }).sort();
}

/** Installs all packages into copies of the projects, and runs their scripts. `https://sentry.io` reaches `server`. */
export async function runProjects(
  folder: string,
  names: readonly string[],
  packages: readonly Package[],
  registry: Registry,
  server: SentryServer,
): Promise<void> {
  // Not --import, which has Node load the main module itself, past the hooks of ts-node.
  const reachTheServer = path.join(import.meta.dirname, "../code-blocks/reach-the-server.ts");
  const entries = packages.flatMap(({ manifest }) =>
    entriesOf(manifest).map((entry) => (entry === "index" ? manifest.name : `${manifest.name}/${entry}`)),
  );
  const env = {
    ...registry.env,
    ...documentedVariables(server),
    NODE_OPTIONS: `--require ${JSON.stringify(reachTheServer)}`,
    SENTRY_PACKAGES: entries.join(),
    CI: "1",
  };
  const versions = packages.map(({ manifest }) => `${manifest.name}@${manifest.version}`);
  const waiting = [...names];
  const failed: string[] = [];
  const work = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const project = path.join(folder, name);
      cpSync(path.join(PROJECTS, name), project, { recursive: true });
      try {
        await run("npm", ["install", "--no-audit", "--no-fund", ...versions], { cwd: project, env: registry.env });
        await run("npm", ["run", "rehearse"], { cwd: project, env });
        console.log(`        ${name} works`);
      } catch (error) {
        failed.push(`${name}: ${error}`);
      }
    }
  };
  await Promise.all([work(), work()]);
  if (failed.length > 0) throw new Error(failed.join("\n"));
}
