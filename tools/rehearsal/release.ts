import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { tarballProblems } from "../check-tarball.ts";
import { packRelease } from "../pack-release.ts";
import { pnpm, run } from "../pnpm.ts";
import { dependenciesOf, type Package, readPackages } from "../workspace.ts";
import { commit } from "./clone.ts";
import type { Registry } from "./registry.ts";

/** Releases what has a changeset in `clone`, as the release workflow does, and returns what was published. */
export async function release(clone: string, tarballs: string, registry: Registry): Promise<Package[]> {
  await pnpm(["exec", "changeset", "version"], { cwd: clone });
  await commit(clone, "Version packages");
  await pnpm(["run", "build"], { cwd: clone });
  const packed = await packRelease(clone, tarballs, registry.env);
  for (const [index, name] of readFileSync(path.join(tarballs, "tarballs.txt"), "utf8").trim().split("\n").entries()) {
    const tarball = path.join(tarballs, name);
    const problems = await tarballProblems(tarball, packed[index]?.directory ?? clone);
    if (problems.length > 0) throw new Error(`${name}:\n${problems.join("\n")}`);
    // Provenance is signed by the workflow's identity, which does not exist here.
    await run("npm", ["publish", "--no-provenance", tarball], { cwd: tarballs, env: registry.env });
  }
  return packed;
}

/** Adds a changeset for a patch of one package. */
export function addPatch(clone: string, { folder, manifest }: Package): void {
  const text = `---\n"${manifest.name}": patch\n---\n\nRehearsed a patch.\n`;
  writeFileSync(path.join(clone, ".changeset", `patch-${folder}.md`), text);
}

/** The names of the packages that the pending changesets of `clone` would release. */
export async function plannedRelease(clone: string): Promise<string[]> {
  const file = path.join(clone, "..", "plan.json");
  await pnpm(["exec", "changeset", "status", "--output", path.relative(clone, file)], { cwd: clone });
  const { releases } = JSON.parse(readFileSync(file, "utf8")) as { releases: { name: string; type: string }[] };
  return releases
    .filter(({ type }) => type !== "none")
    .map(({ name }) => name)
    .sort();
}

/** The names of a package and of all that depend on it, directly or not. */
export function withDependents(clone: string, changed: Package): string[] {
  const moved = new Set([changed.manifest.name]);
  const packages = readPackages(clone);
  for (const one of packages) {
    if (dependenciesOf(one, packages).some(({ manifest }) => moved.has(manifest.name))) moved.add(one.manifest.name);
  }
  return [...moved].sort();
}
