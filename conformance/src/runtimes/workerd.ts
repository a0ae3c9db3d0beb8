import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import workerdPackage, { compatibilityDate, version } from "workerd";
import { start } from "./child-process.ts";
import type { Runtime } from "./runtime.ts";

const { default: binary } = workerdPackage;

const configuration = (worker: string): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ( name = "main", worker = (
      modules = [ ( name = "worker", esModule = embed "${worker}" ) ],
      compatibilityDate = "${compatibilityDate}",
      globalOutbound = "loopback",
    ) ),
    ( name = "loopback", network = ( allow = ["private", "public"] ) ),
  ],
  sockets = [ ( name = "http", address = "127.0.0.1:0", http = (), service = "main" ) ]
);
`;

/** Cloudflare's runtime, which gets one file and reports on descriptor 3 where it listens. */
export const workerd: Runtime = {
  name: "workerd",
  version: async () => version,
  run: async ({ folder, guest, control, signal }) => {
    await writeFile(join(folder, "workerd.capnp"), configuration(basename(guest.worker)));
    const stopping = new AbortController();
    const child = start(binary, ["serve", "workerd.capnp", "--control-fd=3"], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe", "pipe"],
      signal: AbortSignal.any([signal, stopping.signal]),
    });
    const complaints = child.stderr ? text(child.stderr) : Promise.resolve("");
    child.on("error", () => {}); // It is told to stop by an abort, which reports itself here.
    try {
      const port = await listening(child.stdio[3] as Readable);
      if (port === undefined) throw new Error(`workerd did not start: ${(await complaints).trim()}`);
      const url = `http://127.0.0.1:${port}/?control=${encodeURIComponent(control)}`;
      const response = await fetch(url, { signal });
      if (!response.ok) throw new Error(`workerd returned ${response.status}: ${await response.text()}`);
      await response.text();
    } finally {
      stopping.abort();
      if (child.exitCode === null && child.signalCode === null) await once(child, "close");
    }
  },
};

async function listening(messages: Readable): Promise<number | undefined> {
  for await (const line of createInterface({ input: messages })) {
    const { event, port } = JSON.parse(line) as { readonly event: string; readonly port?: number };
    if (event === "listen") return port;
  }
  return undefined;
}
