import { setImmediate } from "node:timers/promises";
import { measure } from "mitata";
import { type Figure, figuresOf } from "./figures.ts";

/** One request, as a program would make it. */
export type Run = () => unknown;

/** Something to measure. The subject named `bare` does the same without authentication. */
export interface Subject {
  readonly run: Run;
}

/** How long to measure. */
export interface Effort {
  readonly rounds: number;
  /** The number of requests in a sample. A round takes eight samples of each subject, and counts their lower quartile. */
  readonly batch: number;
}

/** The median of the rounds, and the quartiles around it. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** What one subject costs: nanoseconds for a request, how many of them it adds to its bare client, and that as a ratio. */
export interface Cost {
  readonly name: string;
  readonly time: Spread;
  readonly adds: Spread;
  readonly ratio: Spread;
}

/**
 * Measures all subjects in turn, `rounds` times over, so that what the machine does besides meets them alike. Differences
 * and ratios are taken within a round and only then summed up: `ratio` is to what `yardstick` adds.
 */
export async function compare(
  subjects: Readonly<Record<string, Subject>>,
  yardstick: string,
  effort: Effort,
): Promise<Cost[]> {
  const { all = [] } = await compareGroups({ all: subjects }, yardstick, effort);
  return all;
}

/** Measures several groups of subjects in turn: the rounds visit all of them, so that the code sees every form of input. */
export async function compareGroups<Group extends string>(
  groups: Readonly<Record<Group, Readonly<Record<string, Subject>>>>,
  yardstick: string,
  { rounds, batch }: Effort,
): Promise<Record<Group, Cost[]>> {
  const entries = Object.entries<Readonly<Record<string, Subject>>>(groups);
  const measured = entries
    .flatMap(([, subjects]) => Object.values(subjects))
    .map((subject) => ({ subject, times: [] as number[] }));
  // Collecting garbage by force would take longer than the measurement.
  const budget = { min_cpu_time: 0, min_samples: 8, batch_samples: batch, gc: false } as const;
  for (let round = 0; round <= rounds; round += 1) {
    // Each round begins with another one, and the first one only warms up.
    const first = round % measured.length;
    for (const { subject, times } of [...measured.slice(first), ...measured.slice(0, first)]) {
      // A client's weak references are released only between turns of the event loop.
      await setImmediate();
      const { p25 } = await measure(async () => subject.run(), budget);
      if (round > 0) times.push(p25);
    }
  }
  const times = new Map(measured.map(({ subject, times }) => [subject, times]));
  const costs = entries.map(([group, subjects]) => [group, costsOf(subjects, times, yardstick)]);
  return Object.fromEntries(costs);
}

function costsOf(
  subjects: Readonly<Record<string, Subject>>,
  times: ReadonlyMap<Subject, readonly number[]>,
  yardstick: string,
): Cost[] {
  const timesOf = (name: string): readonly number[] => {
    const subject = subjects[name];
    return (subject && times.get(subject)) ?? [];
  };
  const bare = timesOf("bare");
  const addsOf = (name: string): number[] => timesOf(name).map((time, round) => time - (bare[round] ?? Number.NaN));
  const reference = addsOf(yardstick);
  return Object.keys(subjects).map((name) => ({
    name,
    time: spreadOf(timesOf(name)),
    adds: spreadOf(addsOf(name)),
    ratio: spreadOf(addsOf(name).map((added, round) => added / (reference[round] ?? Number.NaN))),
  }));
}

/** Median and quartiles. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** The figures of a table of costs. */
export function costFigures(table: string, costs: readonly Cost[], yardstick: string): Figure[] {
  const figure = figuresOf(table);
  return costs.flatMap(({ name, time, adds, ratio }) => [
    figure(name, "a request, ns", time.median),
    figure(name, "adds, ns", adds.median),
    figure(name, `ratio to “${yardstick}”`, ratio.median, 2),
  ]);
}
