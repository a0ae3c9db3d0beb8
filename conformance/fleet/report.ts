import type { Results } from "./messages.ts";

/** The counts of one run. */
export interface PartReport {
  readonly title: string;
  readonly processes: number;
  readonly credentials: number;
  readonly seconds: number;
  readonly requests: number;
  /** How many requests the run had to make. */
  readonly wanted: number;
  readonly results: readonly Results[];
  /** The credentials for which `ERR_LOGIN_REQUIRED` is right: those that a fault kept from the store. */
  readonly mayRequireLogin: readonly number[];
  readonly faults: Readonly<Record<string, number>>;
  readonly exchanges: {
    readonly count: number;
    /** The tokens that never reached the store, by fault. */
    readonly destroyed: Readonly<Record<string, number>>;
    /** The exchanges without a reason, each in words. */
    readonly excess: readonly string[];
  };
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
 * Whether a request ended in 200 or in an error that says why. Sentry's own 401 counts only if the renewal after it
 * failed, and that request's process reported why: the flow leaves the caller the 401 then.
 */
function isExplained(result: string, mayRequireLogin: boolean): boolean {
  if (/^ERR_LOGIN_REQUIRED: /.test(result)) return mayRequireLogin;
  return /^200$|^(?:401 \{"detail":"(?:Invalid token|Token expired)"\} after )?ERR_SECRET_UNAVAILABLE: /.test(result);
}

/** Returns a run's counts as lines of text. */
export function textOf(report: PartReport): string {
  const { exchanges, faults } = report;
  const destroyed = Object.entries(exchanges.destroyed);
  const lines = [
    `${report.title}: ${report.processes} processes, ${report.credentials} credentials, ${report.seconds.toFixed(0)} s`,
    `  requests             ${report.requests}`,
    ...totals(report.results).map(([result, count]) => `    ${String(count).padStart(7)}  ${result}`),
    ...Object.entries(faults).map(([fault, count]) => `  fault                ${count} × ${fault}`),
    `  exchanges            ${exchanges.count} (tokens expired at most ${report.expiries} times)`,
    ...destroyed.map(([fault, count]) => `  tokens destroyed     ${count} × ${fault}`),
    `  exchanges in excess  ${exchanges.excess.length}`,
  ];
  if (report.lost !== undefined) lines.push(`  lost                 ${report.lost}`);
  if (report.lostOnPurpose !== undefined)
    lines.push(`  lost on purpose      ${report.lostOnPurpose}, each ERR_LOGIN_REQUIRED`);
  return lines.join("\n");
}

/** Returns the runs as rows of the table in docs/stores.md. */
export function tableOf(reports: readonly PartReport[]): string {
  const number = (value: number): string => value.toLocaleString("en-US");
  const rows = reports.map((report) => {
    const { exchanges, credentials, lost, lostOnPurpose = 0 } = report;
    const succeeded = Object.fromEntries(totals(report.results))["200"] ?? 0;
    const destroyed = Object.values(exchanges.destroyed).reduce((sum, count) => sum + count, 0);
    const counts = [
      report.processes,
      report.requests,
      report.requests - succeeded,
      report.expiries,
      exchanges.count,
      destroyed,
      exchanges.excess.length,
    ];
    return [
      report.title,
      ...counts.map(number),
      lost === undefined ? "–" : `${lost + lostOnPurpose} of ${credentials}`,
    ];
  });
  return rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Returns what is wrong with a run, one sentence each. */
export function problemsOf(report: PartReport): string[] {
  const problems: string[] = [];
  const unexplained = report.results.map((counts, credential) => {
    const entries = Object.entries(counts);
    return Object.fromEntries(
      entries.filter(([result]) => !isExplained(result, report.mayRequireLogin.includes(credential))),
    );
  });
  for (const [result, count] of totals(unexplained)) problems.push(`${count} requests ended in ${result}`);
  if (report.requests < report.wanted) problems.push(`only ${report.requests} of ${report.wanted} requests were made`);
  for (const exchange of report.exchanges.excess) problems.push(`an exchange had no reason: ${exchange}`);
  if (report.lost) problems.push(`${report.lost} credentials were lost, or not lost as expected`);
  for (const [fault, count] of Object.entries(report.faults))
    if (count === 0) problems.push(`this fault did not happen: ${fault}`);
  return problems.map((problem) => `${report.title}: ${problem}`);
}
