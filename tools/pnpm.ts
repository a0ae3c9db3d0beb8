// Runs pnpm and other programs, even on a machine without pnpm, and on Windows.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

/** Where a program runs, and with which environment: this process's, unless another one is given. */
export interface RunOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

const execute = promisify(execFile);

/** The version that the repository pins, such as `pnpm@12.21.0`. */
export const PNPM: string = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "../package.json"), "utf8"),
).packageManager;

/** Runs the pnpm that runs this script, else the version that package.json names, and returns what it printed. */
export function pnpm(args: readonly string[], options: RunOptions): Promise<string> {
  const running = process.env["npm_execpath"];
  if (running === undefined || !path.basename(running).startsWith("pnpm")) {
    return run("npx", ["--yes", PNPM, ...args], options);
  }
  return /\.[cm]?js$/.test(running) ? run(process.execPath, [running, ...args], options) : run(running, args, options);
}

/** Runs a program and returns what it printed. If it fails, the error contains its whole output. */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  // On Windows, npm and npx are scripts, which need a shell.
  const shell = process.platform === "win32" && /^np[mx]$/.test(program);
  try {
    const { stdout } = await execute(program, args, { ...options, shell, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const { stdout = "", stderr = "" } = Object(error);
    throw new Error(`${path.basename(program)} ${args.join(" ")} failed\n${stdout}${stderr}`);
  }
}
