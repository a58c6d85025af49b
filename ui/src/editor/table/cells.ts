import { EditorSelection, type EditorState, type TransactionSpec } from '@codemirror/state';

import { rowBelow } from './edit';
import { cellBounds, lineOfRow, rowAt, spotAt, type Spot } from './table';

function selectCell(state: EditorState, spot: Spot, row: number, column: number) {
  const written = rowAt(spot.table, row);
  if (!written) return null;
  const { from } = state.doc.line(lineOfRow(spot.table, row));
  const cell = cellBounds(written, Math.min(column, written.cells.length - 1));
  return { selection: EditorSelection.range(from + cell.from, from + cell.to) };
}

/** Tab: the next cell, or a new row after the last one. */
export function nextCell(state: EditorState): TransactionSpec | null {
  const spot = spotAt(state, state.selection.main.head);
  if (!spot) return null;
  const { table, row, column } = spot;
  if (column + 1 < table.head.cells.length) {
    return selectCell(state, spot, row, column + 1);
  }
  if (row < table.body.length) return selectCell(state, spot, row + 1, 0);
  return rowBelow(state, spot, 0);
}

/** Shift+Tab: the cell before; the first one stays. */
export function previousCell(state: EditorState): TransactionSpec | null {
  const spot = spotAt(state, state.selection.main.head);
  if (!spot) return null;
  const { table, row, column } = spot;
  if (column > 0) return selectCell(state, spot, row, column - 1);
  return selectCell(state, spot, Math.max(0, row - 1), row === 0 ? 0 : table.head.cells.length - 1);
}

/** Enter: the cell below, or a new row; in an empty last row it leaves the table. */
export function cellBelow(state: EditorState): TransactionSpec | null {
  const spot = spotAt(state, state.selection.main.head);
  if (!spot) return null;
  const { table, row, column } = spot;
  if (row < table.body.length) return selectCell(state, spot, row + 1, column);
  const last = rowAt(table, row);
  if (row > 0 && last?.cells.every((cell) => cell.trim() === '')) {
    const line = state.doc.line(lineOfRow(table, row));
    const from = line.from;
    // A blank line parts what comes from the table.
    return {
      changes: { from, to: line.to, insert: state.lineBreak },
      selection: EditorSelection.cursor(from + 1),
    };
  }
  return rowBelow(state, spot, column);
}

/** Shift+Enter: a line break inside the cell. */
export function breakInCell(state: EditorState): TransactionSpec | null {
  if (!spotAt(state, state.selection.main.head)) return null;
  return state.replaceSelection('<br>');
}
