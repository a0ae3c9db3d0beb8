// Measures speed, size and scale. Each figure is the median of several new processes, since V8 optimizes the same code
// better in some processes than in others. With arguments, it measures those parts alone: `bench fetch ky`. With
// `--against <folder>` it measures the build of another checkout in turn, and prints how this one compares.
import { execFile } from "node:child_process";
import { cpus } from "node:os";
import { resolve } from "node:path";
import { parseArgs, promisify } from "node:util";
import { repository } from "../../tools/workspace.ts";
import type { Figure } from "./figures.ts";
import { parts } from "./parts.ts";
import { printFigures } from "./table.ts";

const PROCESSES = 5;

const { values, positionals } = parseArgs({ options: { against: { type: "string" } }, allowPositionals: true });
const against = values.against === undefined ? undefined : resolve(values.against);
const chosen = positionals.length > 0 ? positionals : Object.keys(parts);
const unknown = chosen.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) throw new Error(`there is no part ${unknown}: choose of ${Object.keys(parts).join(", ")}`);

console.log(
  `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} cores, ${PROCESSES} processes: median (quartiles)`,
);
for (const name of chosen) {
  const figures: Figure[] = [];
  for (let count = 0; count < PROCESSES; count += 1) figures.push(...(await measured(name)));
  printFigures(figures);
}

/** Measures a part, in one new process for each of the checkouts. */
async function measured(name: string): Promise<Figure[]> {
  const now = await run(name, repository);
  if (against === undefined) return now;
  const before = await run(name, against);
  return now.flatMap((figure, index) => {
    const { value = Number.NaN } = before[index] ?? {};
    const { column } = figure;
    const both = [
      { ...figure, column: `${column}, before`, value },
      { ...figure, column: `${column}, now` },
    ];
    return value === 0
      ? both
      : [...both, { ...figure, column: `${column}, now / before`, value: figure.value / value, digits: 2 }];
  });
}

async function run(name: string, checkout: string): Promise<Figure[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", `${import.meta.dirname}/from-checkout.ts`, `${import.meta.dirname}/run-part.ts`, name],
    { maxBuffer: 1e8, env: { ...process.env, BENCH_CHECKOUT: checkout } },
  );
  return JSON.parse(stdout);
}
