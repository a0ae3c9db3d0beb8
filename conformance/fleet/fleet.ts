import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { build } from "esbuild";
import type { Exchanges } from "./exchanges.ts";
import type { FromWorker, Point, Results, ToWorker, WorkerSpec } from "./messages.ts";

/** Bundles the processes' program from the packages' source, so that it starts in a moment. */
export async function bundleWorker(directory: string): Promise<string> {
  const outfile = path.join(directory, "worker.mjs");
  await build({
    entryPoints: [path.join(import.meta.dirname, "worker.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    tsconfig: path.join(import.meta.dirname, "../../tsconfig.json"),
    // For the client of Redis, which is CommonJS.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error",
  });
  return outfile;
}

/** A process that has reached a point, which a fault can hit. */
export interface Reached {
  readonly point: Point;
  readonly subject: number;
  /** Whether the process has no other credential that it is exchanging or has not stored yet. */
  readonly isAlone: boolean;
  /** Kills the process (SIGKILL); another takes its place. */
  kill(fault: string): void;
  /** Stops the process for a while (SIGSTOP, SIGCONT). */
  stop(fault: string, ms: number): void;
}

/** Many processes that share credentials. */
export interface Fleet {
  readonly requests: number;
  /** The results of all requests, by credential. */
  readonly results: readonly Results[];
  finish(): Promise<void>;
}

/** Returns the process that sent an exchange: the worker's fetch names it. */
export function workerOf({ rawHeaders }: { readonly rawHeaders: readonly string[] }): number {
  return Number(rawHeaders[rawHeaders.findIndex((name) => name.toLowerCase() === "x-worker") + 1]);
}

/** Sends a message to a process that may have ended. */
function post(worker: ChildProcess, message: ToWorker): void {
  if (worker.connected) worker.send(message, () => {});
}

/**
 * Starts the processes.
 *
 * @param decide - Called at each point, and may make a fault happen there.
 * @param faultOf - Returns the fault that is the reason for a refused write, if one is.
 */
export function startFleet(
  program: string,
  size: number,
  spec: WorkerSpec,
  exchanges: Exchanges,
  decide: (reached: Reached) => void,
  faultOf: (reason: string) => string | undefined = () => undefined,
): Fleet {
  const results: Results[] = spec.subjects.map(() => ({}));
  const processes = new Set<ChildProcess>();
  let requests = 0;
  let isFinishing = false;

  const add = ({ bySubject }: Extract<FromWorker, { type: "results" }>): void => {
    for (const [subject, counts] of bySubject.entries()) {
      for (const [result, count] of Object.entries(counts)) {
        const total = results[subject] ?? {};
        total[result] = (total[result] ?? 0) + count;
        requests += count;
      }
    }
  };

  const start = (): void => {
    const worker = fork(program, [JSON.stringify(spec)], { execArgv: ["--max-old-space-size=128"] });
    const pid = worker.pid ?? 0;
    const exchanging = new Set<number>();
    processes.add(worker);
    worker.on("exit", () => {
      processes.delete(worker);
      if (!isFinishing) start();
    });
    worker.on("error", () => {});
    worker.on("message", (message: FromWorker) => {
      if (message.type === "results") return add(message);
      const { type, subject } = message;
      if (type === "refused-write") return exchanges.refused(pid, subject, message.id, faultOf(message.reason));
      if (type === "superseded") exchanges.superseded(pid, subject, message.id, message.by);
      if (type !== "point") return exchanging.delete(subject);
      const { point, number, id } = message;
      if (point === "waiting-for-lock") exchanges.begin(pid, subject);
      if (point === "before-exchange") exchanging.add(subject);
      if (point === "after-store") {
        exchanging.delete(subject);
        if (id !== undefined) exchanges.stored(pid, subject, id);
      }
      let isKilled = false;
      decide({
        point,
        subject,
        isAlone: [...exchanging].every((one) => one === subject),
        kill: (fault) => {
          isKilled = true;
          exchanges.hit(pid, fault, false);
          worker.kill("SIGKILL");
        },
        stop: (fault, ms) => {
          exchanges.hit(pid, fault, true);
          worker.kill("SIGSTOP");
          setTimeout(() => worker.kill("SIGCONT"), ms);
        },
      });
      if (!isKilled) post(worker, { type: "pass", number });
    });
  };
  // A run that fails leaves no process behind, not even a stopped one.
  const killAll = (): void => {
    for (const worker of processes) worker.kill("SIGKILL");
  };
  process.once("exit", killAll);
  for (let started = 0; started < size; started += 1) start();

  return {
    results,
    get requests() {
      return requests;
    },
    finish: async () => {
      isFinishing = true;
      const ends = [...processes].map((worker) => {
        post(worker, { type: "finish" });
        return once(worker, "exit");
      });
      const late = setTimeout(killAll, 45_000);
      await Promise.all(ends);
      clearTimeout(late);
      process.off("exit", killAll);
    },
  };
}
