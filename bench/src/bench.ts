import { cpus } from "node:os";
import { axiosCost } from "./axios-cost.ts";
import { fetchCost } from "./fetch-cost.ts";
import { listedOrigins, memory, waitingRequests } from "./growth.ts";
import { kyCost } from "./ky-cost.ts";
import type { Effort } from "./measure.ts";
import { redactCost } from "./redact-cost.ts";
import { sizes } from "./size-tables.ts";
import { storeCalls } from "./store-calls.ts";
import { throughput } from "./throughput.ts";

const ROUNDS = 15;
const fast: Effort = { rounds: ROUNDS, batch: 1024 };
const slow: Effort = { rounds: 10 * ROUNDS, batch: 64 };

const parts: Readonly<Record<string, () => Promise<void>>> = {
  size: sizes,
  memory,
  fetch: () => fetchCost(fast),
  ky: () => kyCost(slow),
  axios: () => axiosCost(slow),
  redact: () => Promise.resolve(redactCost(ROUNDS)),
  store: storeCalls,
  throughput: () => throughput(6 * ROUNDS),
  origins: () => listedOrigins(fast),
  waiting: () => waitingRequests(ROUNDS),
};

// With arguments, those parts alone: `bench fetch ky`.
const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
console.log(
  `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} cores, ${ROUNDS} rounds, for ky and axios ${10 * ROUNDS}, over the network ${6 * ROUNDS}: median (quartiles)`,
);
for (const name of chosen) {
  const part = parts[name];
  if (part === undefined) throw new Error(`there is no part ${name}: choose of ${Object.keys(parts).join(", ")}`);
  await part();
}
