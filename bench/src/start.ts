import { execFileSync } from "node:child_process";
import { type Figure, figuresOf } from "./figures.ts";
import { spreadOf } from "./measure.ts";

const ROUNDS = 9;

const programs = {
  "an empty module": "",
  "bearer and fetch": `import "@x/sentry-bearer"; import "@x/sentry-fetch";`,
  "a client": `
    import { bearerAuth } from "@x/sentry-bearer";
    import { withSentryAuth } from "@x/sentry-fetch";
    withSentryAuth(fetch, bearerAuth({ token: "0".repeat(64) }));
  `,
};

/** How long a new process takes to load the built packages, beyond a process that loads nothing. */
export async function coldStart(): Promise<Figure[]> {
  const names = Object.keys(programs) as (keyof typeof programs)[];
  const times = new Map(names.map((name): [string, number[]] => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of names) {
      const began = performance.now();
      execFileSync(process.execPath, ["--input-type=module", "-e", programs[name]], { cwd: import.meta.dirname });
      if (round > 0) times.get(name)?.push(performance.now() - began);
    }
  }
  const figure = figuresOf("a new process");
  const [empty = [], ...others] = [...times.values()];
  // The fastest are those that had a core to themselves.
  const fastest = (values: readonly number[]): number => spreadOf(values).low;
  return [
    figure("an empty module", "ms", fastest(empty), 1),
    ...others.map((values, index) => figure(names[index + 1] ?? "", "ms", fastest(values), 1)),
    ...others.map((values, index) =>
      figure(names[index + 1] ?? "", "beyond an empty one, ms", fastest(values) - fastest(empty), 1),
    ),
  ];
}
