import type { Cost, Spread } from "./measure.ts";

/** Prints a table in Markdown. */
export function printTable(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const lines = [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows];
  console.log(`\n### ${title}\n\n${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}`);
}

/** Prints what subjects cost, and what they add as a ratio to what the yardstick adds. */
export function printCosts(title: string, costs: readonly Cost[], yardstick: string): void {
  printTable(
    title,
    ["", "a request, ns", "adds, ns", `ratio to “${yardstick}”`],
    costs.map(({ name, time, adds, ratio }) => [name, spread(time), spread(adds), spread(ratio, 2)]),
  );
}

/** `median (low–high)`. */
export function spread({ median, low, high }: Spread, digits = 0): string {
  const [middle, from, to] = [median, low, high].map((value) =>
    value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  return `${middle} (${from}–${to})`;
}
