import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { bearerAuth } from "@x/sentry-bearer";
import { loadModules } from "../../conformance/src/subjects.ts";
import { type Figure, figuresOf } from "./figures.ts";
import { spreadOf } from "./measure.ts";
import { header, token } from "./requests.ts";

const ROUNDS = 5;

/**
 * Requests for each second of CPU time of the client's thread, against a server on the loopback interface: the bare client
 * with the header, and with ours. A busy client can send so many a second; other programs on the machine change nothing.
 */
export async function throughput(): Promise<Figure[]> {
  const worker = new Worker(new URL("./server.ts", import.meta.url));
  const [port] = await once(worker, "message");
  const origin = `http://127.0.0.1:${port}`;
  const figure = figuresOf("over a socket, requests for each second of the client's CPU time");
  const figures: Figure[] = [];
  const strategy = bearerAuth({ token, origin });
  for (const { adapters: [adapter] = [], compare } of await loadModules()) {
    const [bare, ours] = compare?.({ Authorization: header }, strategy) ?? [];
    if (bare === undefined || ours === undefined) continue;
    for (const concurrency of [1, 64, 256]) {
      const rates: Record<"bare" | "ours", number[]> = { bare: [], ours: [] };
      const pair = [
        ["bare", bare],
        ["ours", ours],
      ] as const;
      for (let round = 0; round <= ROUNDS; round += 1) {
        for (const [subject, send] of round % 2 === 0 ? pair : pair.toReversed()) {
          const rate = await requestsPerSecond(() => send(`${origin}/api/0/`), 256, concurrency);
          if (round > 0) rates[subject].push(rate);
        }
      }
      const row = `${adapter?.name}, ${concurrency} at once`;
      const ratio = spreadOf(rates.ours.map((rate, round) => rate / (rates.bare[round] ?? Number.NaN)));
      figures.push(
        figure(row, "bare", spreadOf(rates.bare).median),
        figure(row, "with ours", spreadOf(rates.ours).median),
        figure(row, "ratio", ratio.median, 2),
      );
    }
  }
  await worker.terminate();
  return figures;
}

async function requestsPerSecond(send: () => Promise<unknown>, count: number, concurrency: number): Promise<number> {
  let left = count;
  const { user, system } = process.threadCpuUsage();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (left -= 1; left >= 0; left -= 1) await send();
    }),
  );
  const spent = process.threadCpuUsage({ user, system });
  return (count / (spent.user + spent.system)) * 1e6;
}
