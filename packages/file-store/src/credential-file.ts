import { open } from "node:fs/promises";
import process from "node:process";
import type { StoredCredential } from "@x/sentry-store";
import { whileInUse } from "./in-use.ts";

/** Writes a new file that its owner alone can read, and waits until it is on the disk. */
export async function writeCredential(file: string, key: string, credential: StoredCredential): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(JSON.stringify({ key, credential }));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Reads a credential; `undefined` if there is no such file.
 *
 * @throws {Error} when others can read the file, or its content is not a credential for this key.
 */
export async function readCredential(file: string, key: string): Promise<StoredCredential | undefined> {
  const handle = await whileInUse(() => open(file, "r")).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!handle) return undefined;
  try {
    const { mode } = await handle.stat();
    if (process.platform !== "win32" && (mode & 0o077) !== 0)
      throw new Error(`refused ${file}: others can read it. Renew the credential, or run chmod 600 on it`);
    const found = parse(await handle.readFile("utf8"));
    if (found?.key === key && isCredential(found.credential)) return found.credential;
  } finally {
    await handle.close();
  }
  throw new Error(`${file} is damaged or not a credential of this store. Move it away to log in again`);
}

/** Returns `undefined` for text that is not an object: the parser's own error would contain a part of it. */
function parse(text: string): { readonly key?: unknown; readonly credential?: unknown } | undefined {
  try {
    return Object(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function isCredential(value: unknown): value is StoredCredential {
  const { id, value: token, issuedAt } = Object(value);
  return typeof id === "string" && typeof token === "string" && typeof issuedAt === "number";
}
