/** One number that a process measured, and its place in a table. */
export interface Figure {
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly value: number;
  /** The number of digits behind the point. */
  readonly digits: number;
}

/** Returns a function that makes the figures of one table. */
export function figuresOf(table: string): (row: string, column: string, value: number, digits?: number) => Figure {
  return (row, column, value, digits = 0) => ({ table, row, column, value, digits });
}
