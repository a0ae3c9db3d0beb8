// Prints the names of the strategies, adapters and stores that each suite finds, as JSON: `new-package.test.ts` runs it.
import { startSentryServer } from "@x/sentry-testing";
import { strategies as measured } from "../../bench/src/strategies.ts";
import { loadModules, subjectFiles } from "../../conformance/src/subjects.ts";
import { clients as loaded, strategies as rotated } from "../../conformance/test/load/clients.ts";
import { combinations } from "../../conformance/test/secrecy/hunt.ts";
import { clients as shown, strategiesFor } from "../../examples/demo/subjects.ts";

await using server = await startSentryServer();
const demo = (await strategiesFor(server)).map(({ strategy }) => strategy.name);
const modules = await loadModules();
const suites = {
  // What is bundled for Node, Bun, Deno, workerd and Chromium.
  runtimes: subjectFiles(),
  conformance: modules.flatMap(({ strategy, adapters = [], stores = [] }) =>
    [...(strategy ? [strategy] : []), ...adapters, ...stores].map(({ name }) => name),
  ),
  secrecy: combinations.map(({ strategy, client, outcome }) => `${strategy.name}, ${client.name}, ${outcome.name}`),
  load: [...loaded.keys(), ...rotated.map(({ name }) => name)],
  bench: [
    ...measured.map(({ name }) => name),
    ...modules.flatMap(({ adapters = [], compare }) => (compare ? (adapters[0]?.name ?? []) : [])),
  ],
  demo: [...shown.map(({ name }) => name), ...demo],
};
console.log(JSON.stringify(suites));
