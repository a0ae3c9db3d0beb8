import type { CredentialStore, StoredCredential } from "./contract.ts";

/**
 * Creates a store for one process, in memory: for tests, scripts and single long-running processes. What it contains is
 * gone when the process ends.
 *
 * @example
 * const store = memoryStore();
 */
export function memoryStore(): CredentialStore {
  const credentials = new Map<string, StoredCredential>();
  const holders = new Map<string, Promise<void>>();
  return Object.freeze({
    read: async (key: string) => credentials.get(key),
    replace: async (key: string, current: StoredCredential | undefined, next: StoredCredential) => {
      const stored = credentials.get(key);
      if (stored && stored.id !== current?.id) return stored;
      const copy = Object.freeze({ ...next });
      credentials.set(key, copy);
      return copy;
    },
    lock: (key: string, ms: number) => lock(holders, key, ms),
  });
}

/** Waits in line for the key, and leaves the line after `ms`. */
async function lock(
  holders: Map<string, Promise<void>>,
  key: string,
  ms: number,
): Promise<{ release(): Promise<void> }> {
  const before = holders.get(key);
  let done = (): void => {};
  const held = new Promise<void>((resolve) => {
    done = resolve;
  });
  const line = Promise.all([before, held]).then(() => {
    if (holders.get(key) === line) holders.delete(key);
  });
  holders.set(key, line);
  const release = async (): Promise<void> => done();
  if (!before) return { release };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the lock was not released within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([before, late]);
    return { release };
  } catch (error) {
    done();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
