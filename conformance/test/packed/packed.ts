import { cp, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll } from "vitest";
import { installPackedPackages } from "../../../tools/packed-packages.ts";
import { repository as root } from "../../../tools/workspace.ts";

/** A folder with the packed packages and the consumers' modules, for as long as the file's tests run. */
export function packedFolder(): { readonly path: string } {
  const folder = { path: "" };
  beforeAll(async () => {
    folder.path = await mkdtemp(join(tmpdir(), "sentry-auth-packed-"));
    await installPackedPackages(folder.path, join(root, "conformance"), ["axios", "ky", "ky-1"]);
    const types = join(folder.path, "node_modules/@types");
    await symlink(await realpath(join(root, "node_modules/@types")), types, "dir");
    await cp(fileURLToPath(new URL("consumer", import.meta.url)), folder.path, { recursive: true });
  }, 60_000);
  afterAll(() => rm(folder.path, { recursive: true, force: true }));
  return folder;
}
