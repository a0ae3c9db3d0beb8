import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import { collectGarbage } from "./collect-garbage.ts";
import { compare, type Effort, spreadOf } from "./measure.ts";
import { init, inTurn, silentFetch, token } from "./requests.ts";
import { printCosts, printTable, spread } from "./table.ts";

/** What a request costs with 1, 10 and 1,000 listed origins: to the last one, and to two of them in turn. */
export async function listedOrigins(effort: Effort): Promise<void> {
  const silent = silentFetch();
  const subjects = [1, 10, 1_000].flatMap((count) => {
    const origin = Array.from({ length: count }, (_, index) => `https://sentry-${index}.acme.com`);
    const client = withSentryAuth(silentFetch(), bearerAuth({ token, origin }));
    const last = `${origin.at(-1)}/api/0/`;
    const other = `${origin.at(-2) ?? origin.at(-1)}/api/0/`;
    const both = inTurn([() => client(last, init), () => client(other, init)]);
    return [
      [`${count} listed`, { run: () => client(last, init) }],
      [`${count} listed, two in turn`, { run: both }],
    ] as const;
  });
  const bare = { run: () => silent("https://sentry-0.acme.com/api/0/", init) };
  const costs = await compare({ bare, ...Object.fromEntries(subjects) }, "1 listed", effort);
  printCosts("listed origins", costs, "1 listed");
}

/** What each of 1, 100 and 10,000 requests costs that wait for one renewal, from the first request to the last answer. */
export async function waitingRequests(rounds: number): Promise<void> {
  const rows: string[][] = [];
  for (const count of [1, 100, 10_000]) {
    const times: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      // The same number of requests in all, so that one alone is not lost in the clock.
      const repeats = 10_000 / count;
      let spent = 0;
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        const client = withSentryAuth(silentFetch(), bearerAuth({ token: () => token }));
        const start = performance.now();
        await Promise.all(Array.from({ length: count }, () => client("https://sentry.io/api/0/", init)));
        spent += performance.now() - start;
      }
      if (round > 0) times.push((spent / repeats / count) * 1e6);
    }
    rows.push([count.toLocaleString("en"), spread(spreadOf(times))]);
  }
  printTable("requests that wait for one renewal", ["waiting", "each, ns"], rows);
}

/** The heap after 1,000 requests and after a million more, with nothing that can be collected in it. */
export async function memory(): Promise<void> {
  const client = withSentryAuth(silentFetch(), bearerAuth({ token: () => token }));
  const heapAfter = async (requests: number): Promise<number> => {
    for (let request = 0; request < requests; request += 1) await client(`https://sentry.io/api/0/${request}/`, init);
    collectGarbage();
    return process.memoryUsage().heapUsed / 1024;
  };
  const before = await heapAfter(1_000);
  const after = await heapAfter(1_000_000);
  const rows = [
    ["1,000", before.toFixed(0)],
    ["a million more", after.toFixed(0)],
  ];
  printTable("the heap after requests with a secret from a function, KiB", ["requests", "heap"], rows);
}
