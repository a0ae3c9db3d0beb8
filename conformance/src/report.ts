/** What became of one case with one subject. */
export interface Result {
  readonly subject: string;
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** Why it was skipped, or how it failed. */
  readonly reason?: string;
}

/** What one runtime's cases came to. */
export interface RuntimeReport {
  readonly runtime: string;
  readonly version: string;
  readonly results: readonly Result[];
  /** What kept the cases from being run to the end. */
  readonly failure?: string;
}

export function succeeded({ results, failure }: RuntimeReport): boolean {
  return failure === undefined && results.length > 0 && results.every(({ outcome }) => outcome !== "failed");
}

/** The runtime's line, and one more for each failure. */
export function format(report: RuntimeReport): string {
  const { runtime, version, results, failure } = report;
  const count = (outcome: Result["outcome"]): number => results.filter((result) => result.outcome === outcome).length;
  const counts = `${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`;
  const line = `${runtime.padEnd(9)} ${version.padEnd(17)} ${counts}${skips(results)}`;
  const failures = results.filter(({ outcome }) => outcome === "failed").map(({ reason }) => `  FAILED ${reason}`);
  return [line, ...failures, ...(failure === undefined ? [] : [`  FAILED ${failure}`])].join("\n");
}

/** `: <how many> <reason> (<subjects>)` for each reason. */
function skips(results: readonly Result[]): string {
  const reasons = new Map<string, string[]>();
  for (const { outcome, reason = "no reason given", subject } of results) {
    if (outcome === "skipped") reasons.set(reason, [...(reasons.get(reason) ?? []), subject]);
  }
  const texts = Array.from(
    reasons,
    ([reason, subjects]) => `${subjects.length} × ${reason} [${[...new Set(subjects)].join(", ")}]`,
  );
  return texts.length === 0 ? "" : `: ${texts.join("; ")}`;
}
