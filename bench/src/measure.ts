import { setImmediate } from "node:timers/promises";
import { measure } from "mitata";

/** One request, as a program would make it. */
export type Run = () => unknown;

/** Something to measure. `bare` names the subject that does the same without authentication: `bare` by default. */
export interface Subject {
  readonly run: Run;
  readonly bare?: string;
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
  { rounds, batch }: Effort,
): Promise<Cost[]> {
  const names = Object.keys(subjects);
  // Collecting garbage by force would take longer than the measurement.
  const budget = { min_cpu_time: 0, min_samples: 8, batch_samples: batch, gc: false } as const;
  const times = new Map(names.map((name): [string, number[]] => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    // Each round begins with another one, and the first one only warms up.
    for (const name of [...names.slice(round % names.length), ...names.slice(0, round % names.length)]) {
      // What a client holds by weak references is let go of between turns of the event loop only.
      await setImmediate();
      const { p25 } = await measure(async () => subjects[name]?.run(), budget);
      if (round > 0) times.get(name)?.push(p25);
    }
  }
  const timesOf = (name = "bare"): readonly number[] => times.get(name) ?? [];
  const addsOf = (name: string): number[] => {
    const bare = timesOf(subjects[name]?.bare);
    return timesOf(name).map((time, round) => time - (bare[round] ?? Number.NaN));
  };
  const reference = addsOf(yardstick);
  return names.map((name) => ({
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
