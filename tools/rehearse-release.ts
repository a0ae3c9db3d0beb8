// Does everything that a release does, in a clone and with a registry on this machine, and uses the packages as users do:
// installed by each package manager, and in scripted projects. With names of projects, it runs those alone.
import { createHash } from "node:crypto";
import { globSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { checkBundle } from "./rehearsal/bundle.ts";
import { cloneWorkingTree, commit } from "./rehearsal/clone.ts";
import { installInto, packageManagers } from "./rehearsal/install.ts";
import { type Registry, startRegistry } from "./rehearsal/registry.ts";
import { addPatch, plannedRelease, release, withDependents } from "./rehearsal/release.ts";
import { projectNames, runProjects } from "./rehearsal/run-projects.ts";
import { importAndRequire, runReadmes } from "./rehearsal/use-packages.ts";
import { type Package, readManifest, readPackages, repository } from "./workspace.ts";

async function rehearse(folder: string, chosen: readonly string[]): Promise<void> {
  const clone = path.join(folder, "clone");
  step("a clone of the working tree");
  await cloneWorkingTree(repository, clone);
  await using registry = await startRegistry(path.join(folder, "registry"));

  step("version, build, pack, check and publish");
  const published = await release(clone, path.join(folder, "first"), registry);
  const all = readPackages(clone);
  expectSame("the first release", names(published), names(all));

  const { startSentryServer } = (await import(
    pathToFileURL(path.join(clone, "packages/testing/dist/index.js")).href
  )) as typeof import("@x/sentry-testing");
  await using server = await startSentryServer();

  const projects = chosen.length > 0 ? chosen : projectNames();
  step(`install all packages into ${projects.length} projects, and run them`);
  await runProjects(path.join(folder, "projects"), projects, all, registry, server);
  if (chosen.length > 0) return;

  for (const manager of packageManagers(folder, registry)) {
    step(`install with ${manager.name}, import, require, and run the examples of the READMEs`);
    const project = path.join(folder, manager.name);
    await installInto(project, manager, all);
    await importAndRequire(project, all);
    await runReadmes(project, all, server);
  }
  step("bundle each package out of a project that has all");
  for (const one of all) await checkBundle(path.join(folder, "npm"), [one], all);

  await rehearseSecondRelease(folder, clone, all, registry);
}

async function rehearseSecondRelease(
  folder: string,
  clone: string,
  all: readonly Package[],
  registry: Registry,
): Promise<void> {
  const [npm] = packageManagers(folder, registry);
  const changed = all.find(({ kind }) => kind === "strategy");
  const core = all.find(({ kind }) => kind === "core");
  if (npm === undefined || changed === undefined || core === undefined)
    throw new Error("there is no npm, strategy or core");
  step(`a second release, with a patch of ${changed.folder}`);
  addPatch(clone, changed);
  await commit(clone, "A patch");
  const again = await release(clone, path.join(folder, "second"), registry);
  expectSame("a patch of a strategy", names(again), [changed.manifest.name]);
  const upgraded = path.join(folder, "upgraded");
  await installInto(upgraded, npm, again);
  const installed = readManifest(path.join(upgraded, "node_modules", changed.manifest.name)).version;
  const released = again.map(({ manifest }) => manifest.version);
  expectSame("the version that is installed then", [installed], released);

  addPatch(clone, core);
  await commit(clone, "A patch of core");
  const moved = await plannedRelease(clone);
  expectSame("a patch of core", moved, withDependents(clone, core));
  console.log(`        published: ${all.map(({ manifest }) => `${manifest.name} ${manifest.version}`).join(", ")}`);
  console.log(
    `        after a patch of ${changed.folder}: ${released.join()}; a patch of core would move: ${moved.join(", ")}`,
  );
}

function step(what: string): void {
  console.log(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${what}`);
}

function names(packages: readonly Package[]): string[] {
  return packages.map(({ manifest }) => manifest.name).sort();
}

function expectSame(what: string, found: readonly string[], expected: readonly string[]): void {
  if (found.join() !== expected.join())
    throw new Error(`${what}: ${found.join(", ")} instead of ${expected.join(", ")}`);
}

/** A hash of the files that a release writes. They must be as they were before. */
function written(): string {
  const files = globSync(["packages/*/{package.json,CHANGELOG.md}", ".changeset/*", "pnpm-lock.yaml"], {
    cwd: repository,
  }).sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(readFileSync(path.join(repository, file)));
  return hash.digest("hex");
}

if (import.meta.main) {
  const before = written();
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "rehearsal-")));
  try {
    await rehearse(folder, process.argv.slice(2));
    expectSame("the working tree", [written()], [before]);
  } catch (error) {
    for (let reason = error; reason instanceof Error; reason = reason.cause) console.error(reason.message);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
