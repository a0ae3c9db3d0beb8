import { adapterCases, type ConformanceCase, skipReason, strategyCases } from "@x/sentry-testing";
import type { Result } from "../report.ts";
import { adapterSubjects } from "./adapter-subjects.ts";
import { remoteServers } from "./remote-server.ts";
import { strategySubjects } from "./strategy-subjects.ts";

/** Runs every case with every subject, one after the other, and reports to the control server. */
export async function runCases(runtime: string, control: string): Promise<void> {
  const results: Result[] = [];
  const start = remoteServers(control);
  for (const subject of strategySubjects(start)) results.push(...(await runAll(strategyCases, subject)));
  for (const subject of adapterSubjects(runtime, start)) results.push(...(await runAll(adapterCases, subject)));
  const response = await fetch(`${control}/report`, { method: "POST", body: JSON.stringify(results) });
  await response.text();
}

async function runAll<
  Capability extends string,
  Subject extends { readonly name: string; readonly lacks?: Readonly<Partial<Record<Capability, string>>> },
>(cases: readonly ConformanceCase<Subject, Capability>[], subject: Subject): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const conformanceCase of cases) {
    const { name } = conformanceCase;
    const reason = skipReason<Capability>(conformanceCase, subject);
    const outcome: Pick<Result, "outcome" | "reason"> =
      reason === undefined
        ? await conformanceCase.run(subject).then(
            () => ({ outcome: "passed" as const }),
            (error: unknown) => ({ outcome: "failed" as const, reason: String(error) }),
          )
        : { outcome: "skipped", reason };
    results.push({ subject: subject.name, name, ...outcome });
  }
  return results;
}
