import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { clients, strategies } from "./clients.ts";
import type { EnduranceReport } from "./endurance.ts";
import type { RotationReport } from "./rotation.ts";

interface Report {
  readonly together: RotationReport;
  readonly inTurn: RotationReport;
  readonly endurance: EnduranceReport;
  readonly warnings: readonly string[];
}

/** Many with `pnpm --filter @x/conformance load`, fewer in `test`: a leak of each request shows in both. */
const requests = process.env["MODE"] === "load" ? 100_000 : 2_000;
/** Bytes. What the runtime itself keeps varies by less than a tenth of it. */
const GROWTH = 5_000_000;
const timeout = 120_000 + requests * 10;
const resolveToSource = new URL("../../../tools/code-blocks/resolve-to-source.ts", import.meta.url).href;
const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Rejects when the process fails, as after an unhandled rejection, and when it does not end by itself. */
async function run(client: string, strategy: string): Promise<Report> {
  const given = ["--expose-gc", "--import", resolveToSource, path("run.ts"), client, strategy, String(requests)];
  const { stdout } = await promisify(execFile)(process.execPath, given, { timeout });
  return JSON.parse(stdout);
}

const names = [...clients.keys()].filter((name) => name !== "leaky");
/** Every client and every strategy, each at least once. */
const pairs = Array.from({ length: Math.max(names.length, strategies.length) }, (_, index) => [
  names[index % names.length],
  strategies[index % strategies.length]?.name,
]);

test.each(pairs)(
  "%s with %s under load: one safe retry, one renewal for everybody, and nothing left behind",
  { timeout },
  async (client = "", strategy = "") => {
    const { together, inTurn, endurance, warnings } = await run(client, strategy);
    for (const { rotations, calls, accepted, refused, others } of [together, inTurn]) {
      expect(others).toEqual([]);
      expect(calls).toBeLessThanOrEqual(rotations + 1);
      // A 401 that the server gave twice, and never a third attempt.
      expect(Object.keys(refused)).toEqual(Object.keys(refused).filter((times) => times === "2"));
      expect(Object.keys(accepted)).toEqual(Object.keys(accepted).filter((times) => times === "1" || times === "2"));
    }
    expect(inTurn.calls).toBeGreaterThan(1);
    expect(inTurn.accepted[2], "accepted after a renewal").toBeGreaterThan(0);
    expect(inTurn.accepted[1], "accepted at once").toBeGreaterThan(0);

    expect(endurance).toMatchObject({ requests, failed: 0, listeners: 0 });
    expect(endurance.growth).toBeLessThan(GROWTH);
    expect(warnings).toEqual([]);
  },
);

test("a client that leaves something behind is found out", { timeout }, async () => {
  const { endurance } = await run("leaky", strategies[0]?.name ?? "");
  expect(endurance.listeners).toBeGreaterThanOrEqual(requests);
  expect(endurance.growth).toBeGreaterThan(GROWTH);
});
