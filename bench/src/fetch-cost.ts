import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import { withHeader, withHeaderForOrigin } from "./hand-written.ts";
import { compare, type Effort, type Run } from "./measure.ts";
import { header, init, inTurn, silentFetch, strategies, token, url } from "./requests.ts";
import { printCosts } from "./table.ts";

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

/** What the fetch adapter adds to a fetch, with no network, for every form of input. */
export async function fetchCost(effort: Effort): Promise<void> {
  const [bearer] = strategies;
  const provided = withSentryAuth(
    silentFetch(),
    bearerAuth({ token: () => ({ value: token, expiresAt: Date.now() + 3_600_000 }) }),
  );
  await provided(url);
  for (const [name, call] of Object.entries(calls)) {
    const clients = {
      bare: silentFetch(),
      "by hand": withHeader(silentFetch(), header),
      [HAND_WRITTEN]: withHeaderForOrigin(silentFetch(), header),
      "@x/sentry-fetch": withSentryAuth(silentFetch(), bearer),
      "@x/sentry-fetch, secret from a function": provided,
    };
    await print(`fetch: ${name}`, clients, call, effort);
  }
  const call: Call = (client) => () => client(url, init);
  const four = (wrap: (strategy: (typeof strategies)[number]) => typeof fetch): typeof fetch => {
    const [first, ...others] = strategies;
    return inTurn([wrap(first), ...others.map(wrap)]);
  };
  const clients = {
    bare: four(() => silentFetch()),
    [HAND_WRITTEN]: four(({ name }) => withHeaderForOrigin(silentFetch(), `${header}${name}`)),
    "@x/sentry-fetch": four((strategy) => withSentryAuth(silentFetch(), strategy)),
  };
  await print("fetch: all four strategies in turn", clients, call, effort);
}

async function print(title: string, clients: Readonly<Record<string, typeof fetch>>, call: Call, effort: Effort) {
  const subjects = Object.entries(clients).map(([name, client]) => [name, { run: call(client) }] as const);
  printCosts(title, await compare(Object.fromEntries(subjects), HAND_WRITTEN, effort), HAND_WRITTEN);
}
