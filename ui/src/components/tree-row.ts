export interface TreeRow {
  readonly id: string;
  readonly text: string;
  /** From 1. */
  readonly level: number;
  /** Absent for a row that has nothing below it. */
  readonly expanded?: boolean;
}
