import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

// Nothing that a developer has set reaches a guest: a proxy would stand between it and its servers.
const { PATH = "", HOME = "", TMPDIR = "/tmp" } = process.env;
const environment = { PATH, HOME, TMPDIR, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };

/** Starts a program that ends with `signal` at the latest. */
export function start(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, "cwd" | "stdio" | "signal">,
): ChildProcess {
  return spawn(command, args, { killSignal: "SIGKILL", ...options, env: environment });
}

/** What a program prints; rejects with what it complained about when it fails. */
export async function output(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, "cwd" | "signal"> = {},
): Promise<string> {
  const child = start(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error(`${command} has no output`);
  const ended = once(child, "close");
  const [printed, complaints, [code]] = await Promise.all([text(stdout), text(stderr), ended]);
  if (code === 0) return printed;
  throw new Error(`${command} ended with ${code}: ${complaints.trim().split("\n").slice(0, 12).join(" | ")}`);
}
