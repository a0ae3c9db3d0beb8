// Packs every package whose version the registry does not have yet, and lists the tarballs in tarballs.txt, those that others
// depend on first.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { packPackages, tarballName } from "./packed-packages.ts";
import { type RunOptions, run } from "./pnpm.ts";
import { type Package, readPackages, repository } from "./workspace.ts";

/** Packs what is to be released of the built repository at `root` into `folder`, and returns the packages. */
export async function packRelease(root: string, folder: string, env: NodeJS.ProcessEnv): Promise<Package[]> {
  const packed: Package[] = [];
  for (const one of readPackages(root)) {
    if (hasVersion(one) && !(await isReleased(one, { cwd: root, env }))) packed.push(one);
  }
  mkdirSync(folder, { recursive: true });
  if (packed.length > 0) await packPackages(packed, folder, root, env);
  writeFileSync(path.join(folder, "tarballs.txt"), packed.map((one) => `${tarballName(one)}\n`).join(""));
  return packed;
}

/** A new package is 0.0.0 until the version pull request has used its first changeset. */
function hasVersion({ manifest }: Package): boolean {
  return manifest.version !== "0.0.0";
}

async function isReleased({ manifest }: Package, options: RunOptions): Promise<boolean> {
  try {
    return (
      (await run("npm", ["view", `${manifest.name}@${manifest.version}`, "version", "--json"], options)).trim() !== ""
    );
  } catch (error) {
    // Only "not found" means that it is new. An unreachable registry must not start a release.
    if (/"?\bE404\b/.test(String(error))) return false;
    throw error;
  }
}

/** Says which of `all` were packed, and why the others were not. */
export function packingReport(all: readonly Package[], packed: readonly Package[]): string {
  const waiting = all.filter((one) => !hasVersion(one));
  const released = all.filter(
    (one) => hasVersion(one) && !packed.some(({ manifest }) => manifest.name === one.manifest.name),
  );
  const lines = packed.map(({ manifest }) => `packed ${manifest.name} ${manifest.version}`);
  if (released.length > 0) lines.push(`not packed, since the registry has this version: ${namesOf(released)}`);
  if (waiting.length > 0) {
    lines.push(`not packed, since the version is 0.0.0: ${namesOf(waiting)}`);
    lines.push("npx pnpm@12 exec changeset version gives each package its first version.");
  }
  return lines.join("\n");
}

function namesOf(packages: readonly Package[]): string {
  return packages.map(({ manifest }) => manifest.name).join(", ");
}

if (import.meta.main) {
  const folder = path.resolve(process.argv[2] ?? "release");
  const packed = await packRelease(repository, folder, process.env);
  console.log(packingReport(readPackages(repository), packed));
}
