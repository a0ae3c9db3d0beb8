import { createHash } from "node:crypto";
import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import process from "node:process";

/**
 * Returns the directory of a key, below the store's. Its name is a hash of the key, since a key may contain any
 * characters and a file name may not.
 *
 * @param mode - `existing` creates nothing, so that reading works on a read-only disk.
 */
export async function keyDirectory(directory: string, key: string, mode: "existing" | "create"): Promise<string> {
  // UTF-16, since UTF-8 has one form for all lone surrogates.
  const name = createHash("sha256").update(Buffer.from(key, "utf16le")).digest("hex").slice(0, 32);
  const ofKey = path.join(directory, name);
  if (mode === "create") {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await mkdir(ofKey, { recursive: true, mode: 0o700 });
  }
  await refuseShared(directory);
  return ofKey;
}

/** Refuses a directory in which another user could replace files. */
async function refuseShared(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const found = await stat(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (found && (found.mode & 0o022) !== 0) {
    throw new Error(
      `refused ${directory}: its group or others can write to it. Choose another directory, or run chmod go-w on it`,
    );
  }
}
