import type { Row } from "./rows.ts";

const columns = ["strategy", "client", "request", "status"] as const;
/** The last column's width: messages are broken into lines of it. */
const OUTCOME_WIDTH = 72;

/** The rows as text, under a heading. */
export function formatTable(rows: readonly Row[]): string {
  const heading = Object.fromEntries(columns.map((column) => [column, column])) as Record<
    (typeof columns)[number],
    string
  >;
  const widths = columns.map((column) => Math.max(...[heading, ...rows].map((row) => row[column].length)));
  const left = (row: Pick<Row, (typeof columns)[number]>): string =>
    columns.map((column, index) => row[column].padEnd(widths[index] ?? 0)).join("  ");
  const indent = " ".repeat(left(heading).length + 4);
  return [
    `  ${left(heading)}  caller, or the message`,
    ...rows.map((row) => `${row.expected ? "✓" : "✗"} ${left(row)}  ${wrap(row.outcome).join(`\n${indent}`)}`),
    "",
  ].join("\n");
}

function wrap(text: string): readonly string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last === "") lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length > OUTCOME_WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
