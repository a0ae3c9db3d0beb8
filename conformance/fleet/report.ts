import type { Results } from "./messages.ts";

/** The counts of one run. */
export interface PartReport {
  readonly title: string;
  readonly processes: number;
  readonly credentials: number;
  readonly seconds: number;
  readonly requests: number;
  readonly results: readonly Results[];
  readonly faults: Readonly<Record<string, number>>;
  readonly exchanges: { readonly count: number; readonly destroyed: number; readonly excess: number };
  /** How often tokens expired at most. */
  readonly expiries: number;
  /** Credentials that are lost and must not be; `undefined` where that is not asked. */
  readonly lost: number | undefined;
  readonly lostOnPurpose?: number;
}

/** Adds up the results of all credentials, most frequent first. */
function totals(results: readonly Results[]): [result: string, count: number][] {
  const sum: Results = {};
  for (const counts of results)
    for (const [result, count] of Object.entries(counts)) sum[result] = (sum[result] ?? 0) + count;
  return Object.entries(sum).sort(([, one], [, other]) => other - one);
}

/**
 * Whether a request ended in 200 or in an error that says why. That may be Sentry's own 401, which a caller gets if the
 * renewal after it failed.
 */
function isExplained(result: string): boolean {
  return /^200$|^ERR_(?:SECRET_UNAVAILABLE|LOGIN_REQUIRED): |^401 \{"detail":"(?:Invalid token|Token expired)"\}$/.test(
    result,
  );
}

/** Returns a run's counts as lines of text. */
export function textOf(report: PartReport): string {
  const { exchanges, faults } = report;
  const lines = [
    `${report.title}: ${report.processes} processes, ${report.credentials} credentials, ${report.seconds.toFixed(0)} s`,
    `  requests             ${report.requests}`,
    ...totals(report.results).map(([result, count]) => `    ${String(count).padStart(7)}  ${result}`),
    ...Object.entries(faults).map(([fault, count]) => `  fault                ${count} × ${fault}`),
    `  exchanges            ${exchanges.count} (tokens expired at most ${report.expiries} times, faults destroyed ${exchanges.destroyed})`,
    `  exchanges in excess  ${exchanges.excess}`,
  ];
  if (report.lost !== undefined) lines.push(`  lost                 ${report.lost}`);
  if (report.lostOnPurpose !== undefined)
    lines.push(`  lost on purpose      ${report.lostOnPurpose}, each ERR_LOGIN_REQUIRED`);
  return lines.join("\n");
}

/** Returns what is wrong with a run, one sentence each. */
export function problemsOf(report: PartReport): string[] {
  const problems: string[] = [];
  for (const [result, count] of totals(report.results))
    if (!isExplained(result)) problems.push(`${count} requests ended in ${result}`);
  if (report.exchanges.excess > 0) problems.push(`${report.exchanges.excess} exchanges had no reason`);
  if (report.lost) problems.push(`${report.lost} credentials were lost, or not lost as expected`);
  for (const [fault, count] of Object.entries(report.faults)) if (count === 0) problems.push(`no process was ${fault}`);
  return problems.map((problem) => `${report.title}: ${problem}`);
}
