// Measures speed, size and scale. Each figure is the median of several new processes, since V8 optimizes the same code
// better in some processes than in others. With arguments, it measures those parts alone: `bench fetch ky`.
import { execFile } from "node:child_process";
import { cpus } from "node:os";
import { promisify } from "node:util";
import type { Figure } from "./figures.ts";
import { parts } from "./parts.ts";
import { printFigures } from "./table.ts";

const PROCESSES = 5;

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
const unknown = chosen.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) throw new Error(`there is no part ${unknown}: choose of ${Object.keys(parts).join(", ")}`);

console.log(
  `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} cores, ${PROCESSES} processes: median (quartiles)`,
);
const run = promisify(execFile);
for (const name of chosen) {
  const figures: Figure[] = [];
  for (let count = 0; count < PROCESSES; count += 1) {
    const { stdout } = await run(process.execPath, [`${import.meta.dirname}/run-part.ts`, name], { maxBuffer: 1e8 });
    figures.push(...JSON.parse(stdout));
  }
  printFigures(figures);
}
