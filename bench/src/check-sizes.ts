// Checks the size of each package against size-limits.json, by kind and folder; `*` is the limit of all others, so that a
// new package needs no entry.
import { readFileSync } from "node:fs";
import { report } from "../../tools/workspace.ts";
import { type Weight, weighAll } from "./sizes.ts";

type Limits = Readonly<Record<Weight["kind"], Readonly<Record<string, number>>>>;

const limits: Limits = JSON.parse(readFileSync(`${import.meta.dirname}/../size-limits.json`, "utf8"));

/** The limit of a pair is its own, or that of its adapter and what its strategy may take beyond the usual share. */
function limitOf({ kind, name }: Weight): number {
  const [first = "", adapter = ""] = name.split(" + ");
  if (kind !== "pair") return limits[kind][name] ?? limits[kind][first] ?? usual(kind);
  return limits.pair[name] ?? (limits.pair[adapter] ?? usual("pair")) + (limits.share[first] ?? 0);
}

function usual(kind: Weight["kind"]): number {
  return limits[kind]["*"] ?? 0;
}

const weights = await weighAll();
const problems = weights
  .filter((weight) => weight.brotli > limitOf(weight))
  .map((weight) => `${weight.kind} ${weight.name}: ${weight.brotli} bytes of brotli are more than ${limitOf(weight)}`);
if (process.argv.includes("--print")) {
  console.table(weights.map((weight) => ({ ...weight, limit: limitOf(weight) })));
}
report(problems, `All ${weights.length} sizes are within their limits.`);
