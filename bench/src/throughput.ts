import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { withSentryAuth as withSentryAuthOnAxios } from "@x/sentry-axios";
import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import axios from "axios";
import { spreadOf } from "./measure.ts";
import { token } from "./requests.ts";
import { printTable, spread } from "./table.ts";

type Send = (url: string) => Promise<unknown>;
type Pair = Readonly<Record<"bare" | "ours", Send>>;
type Figures = Record<"rate" | "time", number>;

/** Requests a second against a server on the loopback interface: the bare client with the header, and the wrapped one. */
export async function throughput(rounds: number): Promise<void> {
  const worker = new Worker(new URL("./server.ts", import.meta.url));
  const [port] = await once(worker, "message");
  const origin = `http://127.0.0.1:${port}`;
  const strategy = bearerAuth({ token, origin });
  const headers = { Authorization: `Bearer ${token}` };
  const text = async (response: Promise<Response>): Promise<string> => (await response).text();

  const fetched = withSentryAuth(fetch, strategy);
  await compareRates("fetch", rounds, `${origin}/api/0/`, {
    bare: (url) => text(fetch(url, { headers })),
    ours: (url) => text(fetched(url)),
  });
  const bare = axios.create({ headers });
  const ours = withSentryAuthOnAxios(axios.create(), strategy);
  await compareRates("axios", rounds, `${origin}/api/0/`, {
    bare: (url) => bare.get(url),
    ours: (url) => ours.get(url),
  });
  await worker.terminate();
}

async function compareRates(name: string, rounds: number, url: string, pair: Pair): Promise<void> {
  const rows: string[][] = [];
  for (const concurrency of [1, 64, 256]) {
    const count = concurrency === 1 ? 100 : 640;
    const figures: Record<keyof Pair, Figures[]> = { bare: [], ours: [] };
    for (let round = 0; round <= rounds; round += 1) {
      for (const client of round % 2 === 0 ? (["bare", "ours"] as const) : (["ours", "bare"] as const)) {
        const measured = await measureRequests(() => pair[client](url), count, concurrency);
        if (round > 0) figures[client].push(measured);
      }
    }
    const of = (client: keyof Pair, figure: keyof Figures): number[] => figures[client].map((each) => each[figure]);
    const ratio = (figure: keyof Figures): string => {
      const bare = of("bare", figure);
      return spread(spreadOf(of("ours", figure).map((value, round) => value / (bare[round] ?? Number.NaN))), 2);
    };
    const cells = [
      spread(spreadOf(of("bare", "rate"))),
      spread(spreadOf(of("ours", "rate"))),
      ratio("rate"),
      ratio("time"),
    ];
    rows.push([`${concurrency}`, ...cells]);
  }
  printTable(
    `throughput over the loopback interface, requests a second, ${name}`,
    ["at once", `bare ${name} with the header`, `@x/sentry-${name}`, "ratio", "ratio of the thread's CPU time"],
    rows,
  );
}

/** The rate is what a user sees. The thread's own CPU time is steadier where the machine does other work. */
async function measureRequests(send: () => Promise<unknown>, count: number, concurrency: number): Promise<Figures> {
  let left = count;
  const start = performance.now();
  const before = process.threadCpuUsage();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (left -= 1; left >= 0; left -= 1) await send();
    }),
  );
  const { user, system } = process.threadCpuUsage(before);
  return { rate: (count / (performance.now() - start)) * 1000, time: (user + system) / count };
}
