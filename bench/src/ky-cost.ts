import { withSentryAuth } from "@x/sentry-ky";
import ky from "ky";
import type { Figure } from "./figures.ts";
import { compare, costFigures } from "./measure.ts";
import { header, inTurn, silentFetch, url } from "./requests.ts";
import { strategies } from "./strategies.ts";

/** What the ky adapter adds to ky, with no network. */
export async function kyCost(): Promise<Figure[]> {
  const silent = silentFetch();
  // ky reads and clones what it gets.
  const bare = ky.create({ fetch: async (...given) => (await silent(...given)).clone() });
  const option = bare.extend({ headers: { Authorization: header } });
  const hook = bare.extend({
    hooks: { beforeRequest: [({ request }) => request.headers.set("Authorization", header)] },
  });
  const [first, ...others] = strategies;
  const authenticated = withSentryAuth(bare, first);
  const mixed = inTurn([authenticated, ...others.map((strategy) => withSentryAuth(bare, strategy))]);
  const subjects = {
    bare: { run: () => bare(url) },
    "its `headers` option": { run: () => option(url) },
    "a hook": { run: () => hook(url) },
    "@x/sentry-ky": { run: () => authenticated(url) },
    "@x/sentry-ky, every strategy in turn": { run: () => mixed(url) },
  };
  const yardstick = "its `headers` option";
  return costFigures("ky", await compare(subjects, yardstick, { rounds: 40, batch: 64 }), yardstick);
}
