// Looks for leaks on the runtime that runs this file, from the built packages. `on-every-runtime.ts` starts it, and
// searches what it prints for the secrets that it wrote to the file named by the first argument.
import { writeFileSync } from "node:fs";
import type { Leak } from "@x/sentry-testing";
import { combinations, encounter, knownStrategies, leaksIn, proxiedCombinations } from "./hunt.ts";
import { leakyClients } from "./leaky-clients.ts";
import { outcomes } from "./outcomes.ts";

const [file = ""] = process.argv.slice(2);
const found: (Leak & { readonly after: string })[] = [];
const secrets: string[] = [];
let count = 0;

for (const { client, strategy, outcome } of [...combinations, ...proxiedCombinations]) {
  const encountered = await encounter(outcome, { client, strategy });
  count += 1;
  secrets.push(...encountered.secrets);
  for (const leak of leaksIn(encountered))
    found.push({ after: `${client.name}, ${strategy.name}, ${outcome.name}`, ...leak });
  for (const value of Object.values(encountered.handed)) print(value);
}
// A search that finds nothing where a secret shows would find nothing anywhere.
for (const client of leakyClients) {
  for (const outcome of outcomes.filter(({ name }) => name === "success")) {
    for (const strategy of knownStrategies) {
      const leaks = leaksIn(await encounter(outcome, { client, strategy }));
      if (leaks.length === 0)
        throw new Error(`The search is blind to what ${client.name} leaks with ${strategy.name}.`);
    }
  }
}
writeFileSync(file, JSON.stringify({ count, found, secrets }));

/** As a program would: nothing here asks for hidden things, which the search has done already. */
function print(value: unknown): void {
  console.log(value);
  console.log("%o and %O", value, value);
  console.error(value);
  console.dir(value, { depth: 8 });
}
