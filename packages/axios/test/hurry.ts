import { vi } from "vitest";

/** Lets a second pass with each look at the clock, so that no test waits until a secret's function may be called again. */
export function hurry(): void {
  const start = Date.now();
  let seconds = 0;
  vi.spyOn(Date, "now").mockImplementation(() => start + 1_000 * seconds++);
}
