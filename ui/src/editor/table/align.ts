import type { ChangeSpec, EditorState, TransactionSpec } from '@codemirror/state';

import { writeAlignment, writeRow, type Alignment, type Row } from './row';
import { lineOfRow, rowAt, tableAt, type Table } from './table';
import { displayWidth } from './width';

/** A cell that is longer sticks out: padding the others to it would help nobody. */
const MAX_WIDTH = 60;
const MIN_WIDTH = 3;
/** A table with more rows is left as it is: it is data, not something to look at. */
const MAX_ROWS = 2_000;

export function padCell(text: string, width: number, alignment: Alignment): string {
  const missing = Math.max(0, width - displayWidth(text));
  const before =
    alignment === 'right' ? missing : alignment === 'center' ? Math.floor(missing / 2) : 0;
  return ` ${' '.repeat(before)}${text}${' '.repeat(missing - before)} `;
}

export function widthsOf(rows: readonly (readonly string[])[], columns: number): number[] {
  return Array.from({ length: columns }, (_, column) => {
    const widths = rows.map((cells) => displayWidth(cells[column]?.trim() ?? ''));
    return Math.max(MIN_WIDTH, ...widths.filter((width) => width <= MAX_WIDTH));
  });
}

function alignedRow(row: Row, widths: readonly number[], alignments: readonly Alignment[]): Row {
  // More cells than the head has are kept as they are written.
  const count = Math.max(widths.length, row.cells.length);
  const cells = Array.from({ length: count }, (_, column) =>
    padCell(row.cells[column]?.trim() ?? '', widths[column] ?? 0, alignments[column] ?? 'none'),
  );
  return { ...row, opened: true, closed: true, cells, suffix: '' };
}

/** The changes that line up the columns of one table; lines that are right already stay. */
export function alignChanges(state: EditorState, table: Table): ChangeSpec[] {
  if (table.body.length > MAX_ROWS) return [];
  const columns = table.head.cells.length;
  const all = [table.head, ...table.body];
  const widths = widthsOf(
    all.map(({ cells }) => cells),
    columns,
  );
  const changes: ChangeSpec[] = [];
  const replace = (lineNumber: number, text: string) => {
    const { from, to, text: old } = state.doc.line(lineNumber);
    if (old !== text) changes.push({ from, to, insert: text });
  };
  replace(lineOfRow(table, 0), writeRow(alignedRow(table.head, widths, table.alignments)));
  const dashes = widths.map(
    (width, column) => ` ${writeAlignment(table.alignments[column] ?? 'none', width)} `,
  );
  replace(
    table.firstLine + 1,
    writeRow({ ...table.delimiter, opened: true, closed: true, cells: dashes, suffix: '' }),
  );
  for (let row = 1; row <= table.body.length; row++) {
    const written = rowAt(table, row);
    if (!written) continue;
    replace(lineOfRow(table, row), writeRow(alignedRow(written, widths, table.alignments)));
  }
  return changes;
}

/** Lines up the columns of the table at the caret. */
export function alignTable(state: EditorState): TransactionSpec | null {
  const table = tableAt(state, state.selection.main.head);
  if (!table) return null;
  const changes = alignChanges(state, table);
  return changes.length > 0 ? { changes } : null;
}
