// Runs every conformance case with every strategy and adapter on every supported runtime, from the packed packages:
// `node src/runtimes.ts [name …]`. What works on one runtime alone is found here and not by a user.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { installPackedPackages } from "../../tools/packed-packages.ts";
import { startControlServer } from "./control-server.ts";
import { format, type RuntimeReport, succeeded } from "./report.ts";
import { chromium } from "./runtimes/chromium.ts";
import { buildGuest, type GuestFiles } from "./runtimes/guest.ts";
import { processRuntimes } from "./runtimes/process-runtimes.ts";
import type { Runtime } from "./runtimes/runtime.ts";
import { workerd } from "./runtimes/workerd.ts";

/** How long one runtime may take: a guest that hangs is a failure, not a job that never ends. */
const LIMIT = 600_000;

async function check(runtime: Runtime, folder: string, guest: GuestFiles): Promise<RuntimeReport> {
  let version = "";
  const main = pathToFileURL(join(folder, "node_modules/@x/sentry-testing/dist/index.js")).href;
  const { startSentryServer } = (await import(main)) as typeof import("@x/sentry-testing");
  const control = await startControlServer(startSentryServer, await readFile(guest.page, "utf8"));
  try {
    version = await runtime.version();
    const reported = control.report();
    const signal = AbortSignal.timeout(LIMIT);
    await runtime.run({ folder, guest, control: control.origin, signal });
    // Who ends without a report has crashed: there is nothing to wait for.
    const results = await Promise.race([reported, Promise.resolve(undefined)]);
    const { name } = runtime;
    if (results === undefined) return { runtime: name, version, results: [], failure: "it ended without a report" };
    return { runtime: name, version, results };
  } catch (error) {
    return {
      runtime: runtime.name,
      version,
      results: [],
      failure: error instanceof Error ? error.message : String(error),
    };
  } finally {
    await control.close();
  }
}

const names = process.argv.slice(2).map((name) => name.toLowerCase());
const runtimes = [...processRuntimes, workerd, chromium].filter(
  ({ name }) => names.length === 0 || names.includes(name.toLowerCase()),
);
if (runtimes.length === 0) throw new Error(`no runtime is called ${names.join(" or ")}`);

const folder = await mkdtemp(join(tmpdir(), "sentry-auth-runtimes-"));
try {
  await installPackedPackages(folder);
  const guest = await buildGuest(folder);
  for (const runtime of runtimes) {
    const report = await check(runtime, folder, guest);
    console.log(format(report));
    if (!succeeded(report)) process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
