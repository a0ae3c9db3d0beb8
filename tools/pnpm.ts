// Prevents: a script that works for those who have pnpm installed and for nobody else.
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

/** Where a program runs, and with which environment: this process's, unless another one is given. */
export interface RunOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

const execute = promisify(execFile);

/** Runs the pnpm that runs this script, or the one that a contributor would, and gives back what it printed. */
export function pnpm(args: readonly string[], options: RunOptions): Promise<string> {
  const running = process.env["npm_execpath"];
  if (running === undefined || !path.basename(running).startsWith("pnpm")) {
    return run("npx", ["--yes", "pnpm@12", ...args], options);
  }
  return /\.[cm]?js$/.test(running) ? run(process.execPath, [running, ...args], options) : run(running, args, options);
}

/** Runs a program and gives back what it printed; where it fails, the error has its whole output. */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  try {
    const { stdout } = await execute(program, args, { ...options, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const { stdout = "", stderr = "" } = Object(error);
    throw new Error(`${path.basename(program)} ${args.join(" ")} failed\n${stdout}${stderr}`);
  }
}
