import {
  type AdapterSubject,
  adapterCases,
  type ConformanceCase,
  type StartServer,
  skipReason,
  storeCases,
  strategyCases,
} from "@x/sentry-testing";
import { modules } from "subjects";
import type { Result } from "../report.ts";
import { remoteServers } from "./remote-server.ts";

/** What a runtime lacks. Each line is in docs/runtimes.md, too. */
const limits: Readonly<Record<string, AdapterSubject["lacks"]>> = {
  Chromium: {
    "forbidden-header": "a browser sets Cookie itself",
    "streaming-body": "Chromium sends streams over HTTP/2 only",
  },
};

/** Runs every case with every subject, one after the other, and reports to the control server. */
export async function runCases(runtime: string, control: string): Promise<void> {
  const results: Result[] = [];
  const start = remoteServers(control);
  for (const { folder, strategy, adapters = [], proxied = [], stores = [], cases = [] } of modules) {
    if (strategy) results.push(...(await runAll(strategyCases, strategy, start)));
    for (const adapter of [...adapters, ...proxied]) {
      const lacks = { ...limits[runtime], ...adapter.lacks };
      results.push(...(await runAll(adapterCases, { ...adapter, lacks }, start)));
    }
    for (const store of stores) results.push(...(await runAll(storeCases, store, start)));
    results.push(...(await runAll(cases, { name: folder }, start)));
  }
  const response = await fetch(`${control}/report`, { method: "POST", body: JSON.stringify(results) });
  await response.text();
}

async function runAll<
  Capability extends string,
  Subject extends { readonly name: string; readonly lacks?: Readonly<Partial<Record<Capability, string>>> },
>(
  cases: readonly ConformanceCase<Subject, Capability>[],
  subject: Subject,
  start: StartServer,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const conformanceCase of cases) {
    const { name } = conformanceCase;
    const reason = skipReason<Capability>(conformanceCase, subject);
    const outcome: Pick<Result, "outcome" | "reason"> =
      reason === undefined
        ? await conformanceCase.run(subject, start).then(
            () => ({ outcome: "passed" as const }),
            (error: unknown) => ({ outcome: "failed" as const, reason: String(error) }),
          )
        : { outcome: "skipped", reason };
    results.push({ subject: subject.name, name, ...outcome });
  }
  return results;
}
