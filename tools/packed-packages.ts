// Packs packages as they are published, and unpacks them for programs that use them as a user has them. Every tool that
// needs a tarball gets it here.
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pnpm, run } from "./pnpm.ts";
import { outsideDependencies, type Package, readPackages, repository } from "./workspace.ts";

/** Packs built packages of the repository at `root` into `folder`. */
export async function packPackages(
  packages: readonly Package[],
  folder: string,
  root: string = repository,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const filters = packages.flatMap(({ manifest }) => ["--filter", manifest.name]);
  await pnpm(["--recursive", ...filters, "pack", "--pack-destination", folder], { cwd: root, env });
}

/** The name of the tarball of a scoped package. */
export function tarballName({ manifest }: Package): string {
  return `${manifest.name.replace("@", "").replace("/", "-")}-${manifest.version}.tgz`;
}

/** Unpacks a tarball into a new folder inside `folder`, and returns its path. */
export async function unpack(tarball: string, folder: string): Promise<string> {
  const into = mkdtempSync(path.join(folder, "unpacked-"));
  await run("tar", ["-xzf", tarball, "-C", into], { cwd: folder });
  return path.join(into, "package");
}

/** Fills the `node_modules` of `folder` with every package as it is published, and with their dependencies. */
export async function installPackedPackages(folder: string): Promise<void> {
  const modules = path.join(folder, "node_modules");
  const tarballs = path.join(folder, "tarballs");
  mkdirSync(path.join(modules, "@x"), { recursive: true });
  const packages = readPackages(repository);
  await packPackages(packages, tarballs);
  for (const one of packages) {
    renameSync(await unpack(path.join(tarballs, tarballName(one)), tarballs), path.join(modules, one.manifest.name));
  }
  rmSync(tarballs, { recursive: true });
  const dependencies = new Map(
    packages.flatMap(({ directory, manifest }) =>
      outsideDependencies(manifest).map((name) => [name, path.join(directory, "node_modules", name)] as const),
    ),
  );
  for (const [name, place] of dependencies) symlinkSync(realpathSync(place), path.join(modules, name), "dir");
  // Some runtimes resolve only what the manifest of the folder names.
  const versions = packages.map(({ manifest }) => [manifest.name, manifest.version]);
  const manifest = {
    private: true,
    type: "module",
    dependencies: Object.fromEntries([...versions, ...Array.from(dependencies.keys(), (name) => [name, "*"])]),
  };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
}
