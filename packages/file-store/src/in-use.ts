import process from "node:process";

/** How often a call is repeated, and how long it waits before the first time, in milliseconds. */
const REPEATS = 6;
const PAUSE = 10;

/**
 * Whether another program uses the file at the moment. On Windows, a scanner that reads a new file and a file that is
 * being removed make calls fail which succeed a moment later. Elsewhere, these codes mean what they say.
 */
export function isInUse(error: unknown, platform: string = process.platform): boolean {
  return platform === "win32" && /^E(?:PERM|ACCES|BUSY)$/.test(Object(error).code);
}

/** Repeats a call while another program uses the file, for up to a second. */
export async function whileInUse<T>(call: () => Promise<T>, platform?: string): Promise<T> {
  for (let repeat = 0; ; repeat += 1) {
    try {
      return await call();
    } catch (error) {
      if (repeat === REPEATS || !isInUse(error, platform)) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE * 2 ** repeat));
    }
  }
}
