import type { CredentialStore, StoredCredential } from "@x/sentry-store";
import { lockFile } from "./file-lock.ts";
import { generations } from "./generations.ts";
import { keyDirectory } from "./key-directory.ts";

/**
 * Creates a store in a directory, for the processes of one machine. The directory and its files are for its owner alone.
 *
 * A directory that does not exist is created with mode 0700. On POSIX, an existing one that group or others can write
 * to is refused, and so is a file that others can read.
 *
 * @example
 * const store = fileStore(path.join(os.homedir(), ".config", "acme"));
 *
 * @param directory - On a local file system with hard links, which all but FAT have.
 * @throws {TypeError} when `directory` is not a path.
 */
export function fileStore(directory: string): CredentialStore {
  if (typeof directory !== "string" || directory === "")
    throw new TypeError('directory must be a path, as in fileStore("./credentials")');
  return Object.freeze({
    read: async (key: string) => generations(await keyDirectory(directory, key, "existing"), key).read(),
    replace: async (key: string, current: StoredCredential | undefined, next: StoredCredential) =>
      generations(await keyDirectory(directory, key, "create"), key).replace(current, next),
    lock: async (key: string, ms: number) => lockFile(await keyDirectory(directory, key, "create"), ms),
  });
}
