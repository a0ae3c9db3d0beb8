import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import { type Figure, figuresOf } from "./figures.ts";
import { spreadOf } from "./measure.ts";
import { init, silentFetch, token } from "./requests.ts";

const ROUNDS = 5;

/** What each of 1, 100 and 10,000 requests costs that wait for one renewal, from the first request to the last response. */
export async function waitingRequests(): Promise<Figure[]> {
  const figure = figuresOf("requests that wait for one renewal");
  const figures: Figure[] = [];
  for (const count of [1, 100, 10_000]) {
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
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
    figures.push(figure(count.toLocaleString("en"), "each, ns", spreadOf(times).median));
  }
  return figures;
}
