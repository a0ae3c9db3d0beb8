import { randomUUID } from "node:crypto";
import { link, open, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import type { StoredCredential } from "@x/sentry-store";
import { readCredential, writeCredential } from "./credential-file.ts";
import { isInUse, whileInUse } from "./in-use.ts";

/** How old an unfinished file is before it counts as left behind, in milliseconds. */
const ABANDONED = 60_000;

/** A credential, and the number of its file. */
interface Generation {
  readonly number: number;
  readonly credential: StoredCredential | undefined;
}

/**
 * The files of one key: `1.json`, `2.json` and so on, of which the highest is what is stored.
 *
 * A rename cannot compare. A link can: it fails if there is already a file of that name, so that of several processes
 * that succeed the same generation one wins. The highest file is never removed, so a process that was paused before
 * its link can only add a lower one, and finds the higher one afterwards.
 */
export function generations(
  directory: string,
  key: string,
): {
  read(): Promise<StoredCredential | undefined>;
  replace(current: StoredCredential | undefined, next: StoredCredential): Promise<StoredCredential>;
} {
  const fileOf = (number: number): string => path.join(directory, `${number}.json`);

  const newest = async (): Promise<Generation> => {
    for (;;) {
      const number = Math.max(0, ...(await numbers(directory)));
      if (number === 0) return { number, credential: undefined };
      const credential = await readCredential(fileOf(number), key);
      if (credential) return { number, credential };
      // Removed meanwhile, since there are newer ones.
    }
  };

  return {
    read: async () => (await newest()).credential,
    replace: async (current, next) => {
      for (;;) {
        const { number, credential } = await newest();
        if (credential && credential.id !== current?.id) return credential;
        const draft = path.join(directory, `${randomUUID()}.draft`);
        try {
          await writeCredential(draft, key, next);
          if (!(await claim(draft, fileOf(number + 1)))) continue;
        } finally {
          await rm(draft, { force: true }).catch(() => {});
        }
        await syncDirectory(directory);
        const stored = await newest();
        await removeOld(directory, stored.number);
        if (stored.credential) return stored.credential;
      }
    },
  };
}

async function numbers(directory: string): Promise<number[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.flatMap((name) => (/^[1-9]\d{0,14}\.json$/.test(name) ? [Number.parseInt(name, 10)] : []));
}

/** Puts the draft in its place, unless there is a file already. */
async function claim(draft: string, file: string): Promise<boolean> {
  try {
    await whileInUse(() => link(draft, file));
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // ENOENT: this process was paused for so long that another one removed its draft.
    if (code === "EEXIST" || code === "ENOENT") return false;
    // EISDIR: FAT on Windows.
    if (/^(?:EPERM|ENOSYS|ENOTSUP|EOPNOTSUPP|EISDIR)$/.test(code ?? "") && !isInUse(error))
      throw new Error(`${path.dirname(file)} is on a file system without hard links: choose another directory`, {
        cause: error,
      });
    throw error;
  }
}

/** Makes a new file's name survive a power failure, where directories can be synced. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes what is older than the last two generations: a listing that misses a file made meanwhile finds the one before. */
async function removeOld(directory: string, newest: number): Promise<void> {
  const names = await readdir(directory);
  for (const name of names) {
    const file = path.join(directory, name);
    const isOld = /^\d+\.json$/.test(name) && Number.parseInt(name, 10) < newest - 1;
    if (isOld || (name.endsWith(".draft") && (await isAbandoned(file))))
      await rm(file, { force: true }).catch(() => {});
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > ABANDONED;
}
