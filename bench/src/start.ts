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

const REPORT = "const { user, system } = process.cpuUsage(); process.stdout.write(String((user + system) / 1000));";

/** The CPU time of a new process that loads the built packages, beyond one that loads nothing. */
export async function coldStart(): Promise<Figure[]> {
  const names = Object.keys(programs) as (keyof typeof programs)[];
  const times = new Map(names.map((name): [string, number[]] => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of names) {
      const program = `${programs[name]};${REPORT}`;
      const spent = execFileSync(process.execPath, [...process.execArgv, "--input-type=module", "-e", program], {
        cwd: import.meta.dirname,
      });
      if (round > 0) times.get(name)?.push(Number(spent));
    }
  }
  const figure = figuresOf("the CPU time of a new process");
  const [empty = [], ...others] = [...times.values()];
  // Other programs on the machine only ever add to it.
  const least = (values: readonly number[]): number => spreadOf(values).low;
  return [
    figure("an empty module", "ms", least(empty), 1),
    ...others.map((values, index) => figure(names[index + 1] ?? "", "ms", least(values), 1)),
    ...others.map((values, index) =>
      figure(names[index + 1] ?? "", "beyond an empty one, ms", least(values) - least(empty), 1),
    ),
  ];
}
