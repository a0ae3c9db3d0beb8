import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { start } from "./child-process.ts";
import type { Runtime } from "./runtime.ts";

/** The package, which has no types of its own. */
interface WorkerdPackage {
  /** The path of the program. */
  readonly default: string;
  /** The newest compatibility date that this workerd supports. */
  readonly compatibilityDate: string;
  readonly version: string;
}

// Node and vitest import this CommonJS module in different ways.
const require = createRequire(import.meta.url);
const { default: binary, compatibilityDate, version }: WorkerdPackage = require("workerd");

const configuration = (worker: string, date: string): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ( name = "main", worker = (
      modules = [ ( name = "worker", esModule = embed "${worker}" ) ],
      compatibilityDate = "${date}",
      globalOutbound = "loopback",
    ) ),
    ( name = "loopback", network = ( allow = ["private", "public"] ) ),
  ],
  sockets = [ ( name = "http", address = "127.0.0.1:0", http = (), service = "main" ) ]
);
`;

/** Cloudflare's runtime. */
export const workerd: Runtime = {
  name: "workerd",
  version: async () => version,
  run: async ({ folder, guest, control, signal }) => {
    await withWorker({ folder, worker: basename(guest.worker), date: compatibilityDate, signal }, async (origin) => {
      const response = await fetch(`${origin}/?control=${encodeURIComponent(control)}`, { signal });
      if (!response.ok) throw new Error(`workerd returned ${response.status}: ${await response.text()}`);
      await response.text();
    });
  },
};

/** What workerd runs: one file of a folder, with a compatibility date. */
interface Worker {
  readonly folder: string;
  readonly worker: string;
  readonly date: string;
  readonly signal: AbortSignal;
}

/** Runs a worker while `use` is pending. workerd reports on descriptor 3 where it listens. */
export async function withWorker(
  { folder, worker, date, signal }: Worker,
  use: (origin: string) => Promise<void>,
): Promise<void> {
  await writeFile(join(folder, "workerd.capnp"), configuration(worker, date));
  const stopping = new AbortController();
  const child = start(binary, ["serve", "workerd.capnp", "--control-fd=3"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    signal: AbortSignal.any([signal, stopping.signal]),
  });
  const complaints = child.stderr ? text(child.stderr) : Promise.resolve("");
  // Aborting the signal stops the process and emits an error.
  child.on("error", () => {});
  try {
    const port = await listening(child.stdio[3] as Readable);
    if (port === undefined) throw new Error(`workerd did not start: ${(await complaints).trim()}`);
    await use(`http://127.0.0.1:${port}`);
  } finally {
    stopping.abort();
    if (child.exitCode === null && child.signalCode === null) await once(child, "close");
  }
}

async function listening(messages: Readable): Promise<number | undefined> {
  for await (const line of createInterface({ input: messages })) {
    const { event, port } = JSON.parse(line) as { readonly event: string; readonly port?: number };
    if (event === "listen") return port;
  }
  return undefined;
}
