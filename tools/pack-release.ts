// Prevents: a release that is packed by hand, in the wrong order, or twice. Packs every package whose version the registry
// does not have yet, those that others depend on first, and lists the tarballs in that order in tarballs.txt.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pnpm, type RunOptions, run } from "./pnpm.ts";
import { type Package, readPackages, repository } from "./workspace.ts";

/** Packs what is to be released of the built repository at `root` into `folder`, and gives back the packages. */
export async function packRelease(root: string, folder: string, env: NodeJS.ProcessEnv): Promise<Package[]> {
  mkdirSync(folder, { recursive: true });
  const packed: Package[] = [];
  for (const one of readPackages(root)) {
    if (await isReleased(one, { cwd: root, env })) continue;
    await pnpm(["pack", "--pack-destination", folder], { cwd: one.directory, env });
    packed.push(one);
  }
  writeFileSync(path.join(folder, "tarballs.txt"), packed.map((one) => `${tarballName(one)}\n`).join(""));
  return packed;
}

/** The name that npm and pnpm give to the tarball of a scoped package. */
export function tarballName({ manifest }: Package): string {
  return `${manifest.name.replace("@", "").replace("/", "-")}-${manifest.version}.tgz`;
}

async function isReleased({ manifest }: Package, options: RunOptions): Promise<boolean> {
  // What has no version of its own yet waits for its first changeset.
  if (manifest.version === "0.0.0") return true;
  try {
    return (
      (await run("npm", ["view", `${manifest.name}@${manifest.version}`, "version", "--json"], options)).trim() !== ""
    );
  } catch (error) {
    // Only "not found" means that it is new. A registry that does not answer must not start a release.
    if (/"?\bE404\b/.test(String(error))) return false;
    throw error;
  }
}

if (import.meta.main) {
  const folder = path.resolve(process.argv[2] ?? "release");
  const packed = await packRelease(repository, folder, process.env);
  for (const { manifest } of packed) console.log(`packed ${manifest.name} ${manifest.version}`);
  if (packed.length === 0) console.log("The registry has every version already.");
}
