import { join } from "node:path";
import { output } from "./child-process.ts";
import type { Runtime } from "./runtime.ts";

const modules = join(import.meta.dirname, "../../node_modules");

function processRuntime(name: string, command: string, args: readonly string[] = []): Runtime {
  return {
    name,
    version: async () => /\d+\.\d+\.\d+/.exec(await output(command, ["--version"]))?.[0] ?? "unknown",
    run: async ({ folder, guest, control, signal }) => {
      await output(command, [...args, guest.process, name, control], { cwd: folder, signal });
    },
  };
}

/** The runtimes that are programs to which a script is given. */
export const processRuntimes: readonly Runtime[] = [
  processRuntime("Node 22", join(modules, "node22/bin/node")),
  processRuntime("Node 24", process.execPath),
  processRuntime("Node 26", join(modules, "node26/bin/node")),
  processRuntime("Bun", join(modules, ".bin/bun"), ["run"]),
  processRuntime("Deno", join(modules, ".bin/deno"), [
    "run",
    "--allow-all",
    "--no-remote",
    "--node-modules-dir=manual",
  ]),
];
