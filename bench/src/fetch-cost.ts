import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import type { Figure } from "./figures.ts";
import { withHeaderForOrigin } from "./hand-written.ts";
import { compareGroups, costFigures, type Run } from "./measure.ts";
import { header, init, inTurn, silentFetch, token, url } from "./requests.ts";
import { strategies } from "./strategies.ts";

const HAND_WRITTEN = "by hand, with origin check";

type Call = (client: typeof fetch) => Run;

const calls: Readonly<Record<string, Call>> = {
  "a string and a plain object": (client) => () => client(url, init),
  "a string and `Headers`": (client) => {
    const headers = new Headers(init.headers);
    return () => client(url, { ...init, headers });
  },
  "a `URL`": (client) => {
    const input = new URL(url);
    return () => client(input, init);
  },
  "a `Request`": (client) => {
    const input = new Request(url, { headers: init.headers });
    return () => client(input);
  },
};

/** What the fetch adapter adds to a fetch, with no network, for every form of input, mixed in one process. */
export async function fetchCost(): Promise<Figure[]> {
  const [bearer, ...others] = strategies;
  const provided = withSentryAuth(
    silentFetch(),
    bearerAuth({ token: () => ({ value: token, expiresAt: Date.now() + 3_600_000 }) }),
  );
  await provided(url);
  const clients: Readonly<Record<string, typeof fetch>> = {
    bare: silentFetch(),
    [HAND_WRITTEN]: withHeaderForOrigin(silentFetch(), header),
    "@x/sentry-fetch": withSentryAuth(silentFetch(), bearer),
    "@x/sentry-fetch, every strategy in turn": inTurn([
      withSentryAuth(silentFetch(), bearer),
      ...others.map((strategy) => withSentryAuth(silentFetch(), strategy)),
    ]),
    "@x/sentry-fetch, secret from a function": provided,
  };
  const compared = await compareGroups(
    Object.fromEntries(
      Object.entries(calls).map(([name, call]) => [
        name,
        Object.fromEntries(Object.entries(clients).map(([title, client]) => [title, { run: call(client) }])),
      ]),
    ),
    HAND_WRITTEN,
    { rounds: 9, batch: 1024 },
  );
  return Object.entries(compared).flatMap(([name, costs]) => costFigures(`fetch: ${name}`, costs, HAND_WRITTEN));
}
