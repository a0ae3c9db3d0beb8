import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import { collectGarbage } from "./collect-garbage.ts";
import { type Figure, figuresOf } from "./figures.ts";
import { init, silentFetch, token } from "./requests.ts";

/** The heap after 1,000 requests and after a million more, with nothing that can be collected in it. */
export async function heapAfterRequests(): Promise<Figure[]> {
  const client = withSentryAuth(silentFetch(), bearerAuth({ token: () => token }));
  const heapAfter = async (requests: number): Promise<number> => {
    for (let request = 0; request < requests; request += 1) await client(`https://sentry.io/api/0/${request}/`, init);
    collectGarbage();
    return process.memoryUsage().heapUsed / 1024;
  };
  const figure = figuresOf("the heap after requests with a secret from a function");
  return [
    figure("1,000 requests", "KiB", await heapAfter(1_000)),
    figure("a million more", "KiB", await heapAfter(1_000_000)),
  ];
}
