// Prevents: the first release that goes wrong being a real one. Does everything that a release does, in a clone and with a
// registry of its own, and uses the packages as their users will.
import { createHash } from "node:crypto";
import { globSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { cloneWorkingTree, commit } from "./rehearsal/clone.ts";
import { installInto, packageManagers } from "./rehearsal/install.ts";
import { startRegistry } from "./rehearsal/registry.ts";
import { addPatch, plannedRelease, release, withDependents } from "./rehearsal/release.ts";
import { bundleEach, installedTogether, nameOf, type Trial, tryPackages } from "./rehearsal/try-packages.ts";
import { type Package, readManifest, readPackages, repository } from "./workspace.ts";

async function rehearse(folder: string): Promise<void> {
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

  const sets = installedTogether(all);
  const managers = packageManagers(folder, registry);
  const [npm] = managers;
  if (npm === undefined) throw new Error("there is no package manager");
  step(
    `install, import, require, compile and run ${sets.length} sets of packages with ${managers.map(({ name }) => name).join(", ")}`,
  );
  const trials = await tryPackages(path.join(folder, "projects"), sets, managers, server);
  for (const { name } of managers) {
    const ran = trials.filter(({ manager }) => manager === name).flatMap(({ readmes }) => readmes);
    expectSame(`the README examples that ran with ${name}`, [...new Set(ran)].sort(), names(all));
  }
  step("bundle each set out of a project that has all packages");
  await bundleEach(path.join(folder, "projects/everything"), sets, all, npm);

  const changed = all.find(({ kind }) => kind === "strategy");
  const core = all.find(({ folder: name }) => name === "core");
  if (changed === undefined || core === undefined) throw new Error("there is no strategy, or no core");
  step(`a second release, with a patch of ${changed.folder}`);
  addPatch(clone, changed);
  await commit(clone, "A patch");
  const again = await release(clone, path.join(folder, "second"), registry);
  expectSame("a patch of a strategy", names(again), [changed.manifest.name]);
  const upgraded = path.join(folder, "projects/upgraded");
  await installInto(upgraded, npm, again);
  const installed = readManifest(path.join(upgraded, "node_modules", changed.manifest.name)).version;
  expectSame(
    "the version that is installed then",
    [installed],
    again.map(({ manifest }) => manifest.version),
  );

  addPatch(clone, core);
  await commit(clone, "A patch of core");
  const moved = await plannedRelease(clone);
  expectSame("a patch of core", moved, withDependents(clone, core));

  report(published, trials, again, moved);
}

function report(
  published: readonly Package[],
  trials: readonly Trial[],
  again: readonly Package[],
  moved: readonly string[],
): void {
  const versions = (packages: readonly Package[]): string =>
    packages.map(({ manifest }) => `${manifest.name} ${manifest.version}`).join(", ");
  console.log("\nInstalled into an empty project, imported, required, compiled:");
  for (const set of new Set(trials.map(({ packages }) => nameOf(packages)))) {
    const ofSet = trials.filter(({ packages }) => nameOf(packages) === set);
    const managers = ofSet.map(({ manager }) => manager).sort();
    const readmes = new Set(ofSet.flatMap((trial) => trial.readmes.map((name) => name.replace("@x/sentry-", ""))));
    console.log(
      `  ${set}: ${managers.join(", ")}${readmes.size > 0 ? `; README of ${[...readmes].join(" and ")}` : ""}`,
    );
  }
  console.log(`Published: ${versions(published)}`);
  console.log(`Published after a patch of one strategy: ${versions(again)}`);
  console.log(`A patch of core would move: ${moved.join(", ")}`);
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

/** What a release writes. It must be as it was before. */
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
    await rehearse(folder);
    expectSame("the working tree", [written()], [before]);
  } catch (error) {
    for (let reason = error; reason instanceof Error; reason = reason.cause) console.error(reason.message);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
