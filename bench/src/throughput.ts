import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import { spreadOf } from "./measure.ts";
import { token } from "./requests.ts";
import { printTable, spread } from "./table.ts";

/** Requests a second against a server on the loopback interface: bare fetch, and with ours around it. */
export async function throughput(rounds: number): Promise<void> {
  const worker = new Worker(new URL("./server.ts", import.meta.url));
  const [port] = await once(worker, "message");
  const origin = `http://127.0.0.1:${port}`;
  const bare = (url: string): Promise<Response> => fetch(url, { headers: { Authorization: `Bearer ${token}` } });
  const authenticated = withSentryAuth(fetch, bearerAuth({ token, origin }));
  const rows: string[][] = [];
  for (const concurrency of [1, 64]) {
    const count = concurrency === 1 ? 100 : 640;
    const rates: Record<"bare" | "ours", number[]> = { bare: [], ours: [] };
    for (let round = 0; round <= rounds; round += 1) {
      const pair = [
        ["bare", bare],
        ["ours", authenticated],
      ] as const;
      for (const [name, client] of round % 2 === 0 ? pair : pair.toReversed()) {
        const rate = await requestsPerSecond(() => client(`${origin}/api/0/`), count, concurrency);
        if (round > 0) rates[name].push(rate);
      }
    }
    const ratio = spreadOf(rates.ours.map((rate, round) => rate / (rates.bare[round] ?? Number.NaN)));
    rows.push([`${concurrency}`, spread(spreadOf(rates.bare)), spread(spreadOf(rates.ours)), spread(ratio, 2)]);
  }
  await worker.terminate();
  printTable(
    "throughput over the loopback interface, requests a second",
    ["at once", "bare fetch with the header", "@x/sentry-fetch", "ratio"],
    rows,
  );
}

async function requestsPerSecond(send: () => Promise<Response>, count: number, concurrency: number): Promise<number> {
  let left = count;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (left -= 1; left >= 0; left -= 1) await (await send()).text();
    }),
  );
  return (count / (performance.now() - start)) * 1000;
}
