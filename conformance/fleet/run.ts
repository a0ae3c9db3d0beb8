// Prevents: a fleet that loses credentials or exchanges without end when processes die, stall or lose their store. Many
// real processes share credentials on one real Redis and on one disk, while faults hit them. Prints its counts.
// With --short it makes a tenth of the requests.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { noRedis } from "../../packages/redis-store/test/redis-server.ts";
import { bundleWorker } from "./fleet.ts";
import { integrationPart } from "./integration-part.ts";
import { oauthPart } from "./oauth-part.ts";
import { type PartReport, problemsOf, tableOf, textOf } from "./report.ts";

const isShort = process.argv.includes("--short");
const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice("--only=".length);
const share = isShort ? 0.1 : 1;

const directory = await mkdtemp(path.join(tmpdir(), "fleet-"));
const program = await bundleWorker(directory);

/** Each part, with its name for --only. */
const parts: Readonly<Record<string, () => Promise<readonly PartReport[]>>> = {
  redis: async () => [
    await integrationPart(program, {
      title: "Integration on Redis",
      store: "redis",
      processes: 32,
      installations: 20,
      requests: 80_000 * share,
      loops: 10,
      limit: 230,
    }),
  ],
  file: async () => [
    await integrationPart(program, {
      title: "Integration on one disk",
      store: "file",
      processes: 8,
      installations: 20,
      requests: 20_000 * share,
      loops: 20,
      limit: 110,
    }),
  ],
  oauth: () => oauthPart(program, { processes: 16, accounts: 10, seconds: isShort ? 25 : 35 }),
  alone: async () => [
    await integrationPart(program, {
      title: "Integration, each process on its own",
      store: "memory",
      processes: 32,
      installations: 20,
      requests: 100_000 * share,
      loops: 10,
      limit: isShort ? 30 : 60,
    }),
  ],
};

const started = Date.now();
const reports: PartReport[] = [];
const problems: string[] = [];
if (noRedis !== undefined && only !== "file") {
  console.error(`The fleet needs Redis: ${noRedis}.`);
  process.exit(1);
}
for (const [name, run] of Object.entries(parts)) {
  if (only !== undefined && only !== name) continue;
  for (const report of await run()) {
    reports.push(report);
    console.log(`${textOf(report)}\n`);
    // The last part shows the failure that the stores prevent.
    if (name !== "alone") problems.push(...problemsOf(report));
  }
}
await rm(directory, { recursive: true });
console.log(`For the guide on stores, ${((Date.now() - started) / 60_000).toFixed(1)} minutes:\n${tableOf(reports)}\n`);
for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? "Every promise was kept." : `${problems.length} promises were broken.`);
process.exitCode = problems.length === 0 ? 0 : 1;
