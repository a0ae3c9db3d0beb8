import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { build } from "esbuild";
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
  /** The process id. */
  readonly worker: number;
  readonly subject: number;
  /** The credentials that the process is exchanging or has not stored yet, this one included. */
  readonly exchanging: readonly number[];
  /** Kills the process (SIGKILL); another takes its place. */
  kill(): void;
  /** Stops the process for a while (SIGSTOP, SIGCONT). */
  stop(ms: number): Promise<void>;
}

/** Many processes that share credentials. */
export interface Fleet {
  readonly requests: number;
  /** The results of all requests, by credential. */
  readonly results: readonly Results[];
  finish(): Promise<void>;
}

/** Sends a message to a process that may have ended. */
function tell(worker: ChildProcess, message: ToWorker): void {
  if (worker.connected) worker.send(message, () => {});
}

/** Starts the processes. `decide` is called at each point, and may make a fault happen there. */
export function startFleet(
  program: string,
  size: number,
  spec: WorkerSpec,
  decide: (reached: Reached) => void,
  unstored: (worker: number, subject: number) => void = () => {},
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
    const exchanging = new Set<number>();
    processes.add(worker);
    worker.on("exit", () => {
      processes.delete(worker);
      if (!isFinishing) start();
    });
    worker.on("error", () => {});
    worker.on("message", (message: FromWorker) => {
      if (message.type === "results") return add(message);
      if (message.type === "unstored") return unstored(worker.pid ?? 0, message.subject);
      let isHit = false;
      const { point, subject } = message;
      if (point === "before-exchange") exchanging.add(subject);
      if (point === "after-store" || point === "waiting-for-lock") exchanging.delete(subject);
      decide({
        point,
        worker: worker.pid ?? 0,
        subject,
        exchanging: [...exchanging],
        kill: () => {
          isHit = true;
          worker.kill("SIGKILL");
        },
        stop: async (ms) => {
          worker.kill("SIGSTOP");
          await new Promise((resolve) => setTimeout(resolve, ms));
          worker.kill("SIGCONT");
        },
      });
      if (!isHit) tell(worker, { type: "pass", number: message.number });
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
        tell(worker, { type: "finish" });
        return once(worker, "exit");
      });
      const late = setTimeout(killAll, 45_000);
      await Promise.all(ends);
      clearTimeout(late);
      process.off("exit", killAll);
    },
  };
}
