import type { GuestFiles } from "./guest.ts";

/** What a runtime is given to run the cases with. */
export interface Task {
  /** The folder with the packed packages, which is gone afterwards. */
  readonly folder: string;
  readonly guest: GuestFiles;
  /** The control server's origin. */
  readonly control: string;
  /** Aborts when there is nothing to wait for any more. */
  readonly signal: AbortSignal;
}

/** One of the runtimes that everything has to work on. */
export interface Runtime {
  readonly name: string;
  readonly version: () => Promise<string>;
  /** Runs the guest. Rejects when it cannot; the results themselves go to the control server. */
  readonly run: (task: Task) => Promise<void>;
}
