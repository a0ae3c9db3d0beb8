import type { Figure } from "./figures.ts";
import { type Spread, spreadOf } from "./measure.ts";

/** Prints a table in Markdown. */
function printTable(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const lines = [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows];
  console.log(`\n### ${title}\n\n${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}`);
}

/** Prints the figures that several processes measured, as tables: the median of the processes, and their quartiles. */
export function printFigures(figures: readonly Figure[]): void {
  for (const table of distinct(figures.map((figure) => figure.table))) {
    const inTable = figures.filter((figure) => figure.table === table);
    const columns = distinct(inTable.map(({ column }) => column));
    const rows = distinct(inTable.map(({ row }) => row)).map((row) => [
      row,
      ...columns.map((column) => cell(inTable.filter((figure) => figure.row === row && figure.column === column))),
    ]);
    printTable(table, ["", ...columns], rows);
  }
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function cell(figures: readonly Figure[]): string {
  const [first] = figures;
  return first ? spread(spreadOf(figures.map(({ value }) => value)), first.digits) : "";
}

/** `median (low–high)`. */
function spread({ median, low, high }: Spread, digits: number): string {
  const text = (value: number): string =>
    value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return low === high ? text(median) : `${text(median)} (${text(low)}–${text(high)})`;
}
