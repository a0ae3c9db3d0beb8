import { randomUUID } from "node:crypto";
import { type FileHandle, link, open, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { StoreLock } from "@x/sentry-store";
import { isInUse } from "./in-use.ts";

/** How long a lock lives that is not extended, and how often it is extended, in milliseconds. */
const LIFE = 10_000;
const EXTENSION = 2_500;
/** How often a waiter looks, in milliseconds: between one and two times this. */
const LOOK = 25;

/** Waits for the file `lock` in a directory, which its holder touches while it lives. */
export async function lockFile(directory: string, ms: number): Promise<StoreLock> {
  const file = path.join(directory, "lock");
  const token = randomUUID();
  for (const end = Date.now() + ms; ; ) {
    const handle = await create(file, token);
    if (handle) return hold(file, token, handle);
    await breakStale(file);
    const left = end - Date.now();
    if (left <= 0) throw new Error(`${file} was not released within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, Math.min(left, LOOK * (1 + Math.random()))));
  }
}

async function create(file: string, token: string): Promise<FileHandle | undefined> {
  const handle = await open(file, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST" || isInUse(error)) return undefined;
    throw error;
  });
  if (!handle) return undefined;
  try {
    await handle.writeFile(token);
    return handle;
  } catch (error) {
    await handle.close();
    await rm(file, { force: true });
    throw error;
  }
}

function hold(file: string, token: string, handle: FileHandle): StoreLock {
  const extend = async (): Promise<void> => {
    const now = new Date();
    // By its handle: the file of that name may be another process' by now.
    await handle.utimes(now, now).catch(() => {});
  };
  const timer = setInterval(() => void extend(), EXTENSION);
  timer.unref();
  let released: Promise<void> | undefined;
  const release = async (): Promise<void> => {
    clearInterval(timer);
    await handle.close().catch(() => {});
    if ((await contentOf(file)) === token) await rm(file, { force: true }).catch(() => {});
  };
  return {
    release: () => {
      released ??= release();
      return released;
    },
  };
}

/** Removes the lock of a holder that died or stalls. */
async function breakStale(file: string): Promise<void> {
  const stale = await contentOf(file);
  const found = await stat(file).catch(() => undefined);
  // A time in the future is from before the clock was set back.
  if (stale === undefined || !found || Math.abs(Date.now() - found.mtimeMs) < LIFE) return;
  const aside = `${file}.${randomUUID()}.draft`;
  try {
    await rename(file, aside);
    // Another waiter was faster, and what was moved is its new lock.
    if ((await contentOf(aside)) !== stale) await link(aside, file);
  } catch {
    // Gone meanwhile, or taken by a third process.
  } finally {
    await rm(aside, { force: true }).catch(() => {});
  }
}

function contentOf(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(() => undefined);
}
