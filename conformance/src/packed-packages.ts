import { mkdir, readdir, readFile, realpath, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pnpm, run } from "../../tools/pnpm.ts";

export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** The clients from outside that are tested along, as this package has them installed. */
const clients: readonly string[] = ["axios", "ky", "ky-1"];

/** Fills a folder's `node_modules` with every package as it would be published, and with the clients. */
export async function installPackedPackages(folder: string): Promise<void> {
  const modules = join(folder, "node_modules");
  const tarballs = join(folder, "tarballs");
  await Promise.all([mkdir(join(modules, "@x"), { recursive: true }), mkdir(tarballs)]);

  await pnpm(["--recursive", "--filter", "./packages/*", "pack", "--pack-destination", tarballs], { cwd: root });
  const dependencies: Record<string, string> = {};
  for (const tarball of await readdir(tarballs)) {
    const unpacked = join(tarballs, "package");
    await run("tar", ["-xzf", tarball], { cwd: tarballs });
    const { name, version } = JSON.parse(await readFile(join(unpacked, "package.json"), "utf8"));
    await rename(unpacked, join(modules, name));
    dependencies[name] = version;
  }
  for (const client of clients) {
    await symlink(await realpath(join(root, "conformance/node_modules", client)), join(modules, client), "dir");
    dependencies[client] = "*";
  }
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
}
