import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import { type Figure, figuresOf } from "./figures.ts";
import { compare } from "./measure.ts";
import { init, inTurn, silentFetch, token } from "./requests.ts";

const kinds = {
  exact: (index: number) => `https://sentry-${index}.acme.com`,
  wildcards: (index: number) => `https://*.sentry-${index}.acme.com`,
};

/** What a request costs with many listed origins: to the last one, to two in turn and to none of them, and the first one. */
export async function listedOrigins(): Promise<Figure[]> {
  const figure = figuresOf("listed origins");
  const figures: Figure[] = [];
  for (const [kind, originOf] of Object.entries(kinds)) {
    for (const count of [1, 1_000, 10_000]) {
      const origin = Array.from({ length: count }, (_, index) => originOf(index));
      const urlTo = (index: number): string => `${originOf(index).replace("*", "eu")}/api/0/`;
      const silent = silentFetch();
      const began = performance.now();
      const strategy = bearerAuth({ token, origin });
      const created = performance.now();
      const client = withSentryAuth(silent, strategy, { onUntrustedOrigin: "omit" });
      await client(urlTo(count - 1), init);
      const first = performance.now() - created;
      const last = urlTo(count - 1);
      const other = urlTo(Math.max(0, count - 2));
      const subjects = {
        bare: { run: () => silent(last, init) },
        last: { run: () => client(last, init) },
        "two in turn": { run: inTurn([() => client(last, init), () => client(other, init)]) },
        none: { run: () => client("https://eu.sentry.example.com/api/0/", init) },
      };
      const row = `${count.toLocaleString("en")} ${kind}`;
      const costs = await compare(subjects, "last", { rounds: 5, batch: 256 });
      figures.push(
        figure(row, "creating the strategy, ms", created - began, 2),
        figure(row, "first request, ms", first, 2),
        ...costs.slice(1).map(({ name, adds }) => figure(row, `adds, to ${name}, ns`, adds.median)),
      );
    }
  }
  return figures;
}
