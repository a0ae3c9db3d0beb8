import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { strategiesWith, throwingWays } from "./throwing-ways.ts";

// Runs one way to throw below a wrapped client, and prints what the recorder saw.

const [recorder = "", way = "", secret = ""] = process.argv.slice(2);
const worker = new Worker(recorder);
await once(worker, "message");
const run = throwingWays(secret)[way];
for (const strategy of strategiesWith(secret)) await (async () => run?.(strategy))().catch(() => {});
worker.postMessage("report");
const [report] = await once(worker, "message");
console.log(JSON.stringify(report));
await worker.terminate();
