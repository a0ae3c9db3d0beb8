import type { Point } from "./messages.ts";

/** A fault that hits the process that reaches a point, the server's next exchange, or the store. */
export type Fault =
  | { readonly name: string; readonly point: Point; readonly act: "kill" | "stop" }
  | { readonly name: string; readonly act: "drop" | "store" };

/** Faults that become due one after another. Each waits until a process, an exchange or the store can be hit. */
export class Faults {
  /** How often each has happened. */
  readonly counts: Record<string, number> = {};
  readonly #faults: readonly Fault[];
  readonly #due: Fault[] = [];
  #next = 0;

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
    for (const { name } of faults) this.counts[name] = 0;
  }

  /** Makes the next fault due, unless it is due already. */
  plan(): void {
    const fault = this.#faults[this.#next % this.#faults.length];
    this.#next += 1;
    if (fault && !this.#due.includes(fault)) this.#due.push(fault);
  }

  /** Returns the first fault that is due and fits. It happens now. */
  take(fits: (fault: Fault) => boolean): Fault | undefined {
    const index = this.#due.findIndex(fits);
    const [fault] = index < 0 ? [] : this.#due.splice(index, 1);
    if (fault) this.counts[fault.name] = (this.counts[fault.name] ?? 0) + 1;
    return fault;
  }

  /** Whether each has happened. */
  get isComplete(): boolean {
    return Object.values(this.counts).every((count) => count > 0);
  }
}
