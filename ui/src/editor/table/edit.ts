import {
  EditorSelection,
  type ChangeSpec,
  type EditorState,
  type TransactionSpec,
} from '@codemirror/state';

import { displayWidth } from './width';
import { readAlignment, writeAlignment, writeRow, type Alignment, type Row } from './row';
import { cellBounds, lineOfRow, rowAt, spotAt, type Spot, type Table } from './table';

function here(state: EditorState): Spot | null {
  return spotAt(state, state.selection.main.head);
}

/** A row without text, as wide as the delimiter row is written. */
export function emptyRow({ delimiter, head }: Table): Row {
  const cells = head.cells.map((_, column) => {
    const width = displayWidth(delimiter.cells[column] ?? '   ');
    return ' '.repeat(Math.max(2, width));
  });
  return { ...delimiter, cells, opened: true, closed: true, suffix: '' };
}

/** Adds a row below a row of the table and puts the caret in one of its cells. */
export function rowBelow(state: EditorState, spot: Spot, column: number): TransactionSpec {
  const { table, row } = spot;
  // Below the head means below the delimiter row.
  const at = state.doc.line(row === 0 ? table.firstLine + 1 : lineOfRow(table, row)).to;
  const added = emptyRow(table);
  return {
    changes: { from: at, insert: state.lineBreak + writeRow(added) },
    selection: EditorSelection.cursor(at + 1 + cellBounds(added, column).from),
  };
}

export function addRowBelow(state: EditorState): TransactionSpec | null {
  const spot = here(state);
  return spot && rowBelow(state, spot, spot.column);
}

export function addRowAbove(state: EditorState): TransactionSpec | null {
  const spot = here(state);
  if (!spot) return null;
  // Above the head there is no place: its first row is what comes nearest.
  if (spot.row <= 1) return rowBelow(state, { ...spot, row: 0 }, spot.column);
  return rowBelow(state, { ...spot, row: spot.row - 1 }, spot.column);
}

export function deleteRow(state: EditorState): TransactionSpec | null {
  const spot = here(state);
  if (!spot || spot.row === 0) return null;
  const line = state.doc.line(lineOfRow(spot.table, spot.row));
  // The last row goes with the break before it, so that the text after the table stays apart.
  const changes = { from: line.from - 1, to: line.to };
  const next = spot.row < spot.table.body.length ? spot.row + 1 : spot.row - 1;
  const goal = rowAt(spot.table, next);
  const goalLine = state.doc.line(lineOfRow(spot.table, next));
  const at = goalLine.from + (goal ? cellBounds(goal, spot.column).from : 0);
  return {
    changes,
    selection: EditorSelection.cursor(state.changes(changes).mapPos(at)),
  };
}

function moveRow(state: EditorState, step: 1 | -1): TransactionSpec | null {
  const spot = here(state);
  if (!spot || spot.row === 0) return null;
  const other = spot.row + step;
  if (other < 1 || other > spot.table.body.length) return null;
  const mine = state.doc.line(lineOfRow(spot.table, spot.row));
  const theirs = state.doc.line(lineOfRow(spot.table, other));
  const { anchor, head } = state.selection.main;
  const shift = step === 1 ? theirs.length + 1 : -(theirs.length + 1);
  const clamp = (at: number) => Math.min(mine.to, Math.max(mine.from, at)) + shift;
  return {
    changes: [
      { from: mine.from, to: mine.to, insert: theirs.text },
      { from: theirs.from, to: theirs.to, insert: mine.text },
    ],
    selection: EditorSelection.range(clamp(anchor), clamp(head)),
  };
}

export const moveRowUp = (state: EditorState) => moveRow(state, -1);
export const moveRowDown = (state: EditorState) => moveRow(state, 1);

/** Rewrites the cells of every row, the delimiter row with them, and keeps the caret's cell. */
function onCells(
  state: EditorState,
  spot: Spot,
  change: (cells: readonly string[], row: 'delimiter' | 'text') => string[],
  goal: number,
): TransactionSpec {
  const { table } = spot;
  const changes: ChangeSpec[] = [];
  let selection = state.selection;
  let shift = 0;
  const lines: [number, Row, 'delimiter' | 'text'][] = [
    [table.firstLine, table.head, 'text'],
    [table.firstLine + 1, table.delimiter, 'delimiter'],
    ...table.body.map((row, index): [number, Row, 'text'] => [
      lineOfRow(table, index + 1),
      row,
      'text',
    ]),
  ];
  for (const [number, row, kind] of lines) {
    const line = state.doc.line(number);
    const columns = Math.max(row.cells.length, table.head.cells.length);
    const filled = Array.from({ length: columns }, (_, index) => row.cells[index] ?? ' ');
    const after: Row = { ...row, cells: change(filled, kind), opened: true, closed: true };
    const text = writeRow(after);
    if (number === lineOfRow(table, spot.row)) {
      const at = line.from + shift + cellBounds(after, goal).from;
      selection = EditorSelection.single(at);
    }
    if (text !== line.text) changes.push({ from: line.from, to: line.to, insert: text });
    shift += text.length - line.length;
  }
  return { changes, selection };
}

function addColumn(state: EditorState, side: 0 | 1): TransactionSpec | null {
  const spot = here(state);
  if (!spot) return null;
  const at = spot.column + side;
  return onCells(
    state,
    spot,
    (cells, row) => cells.toSpliced(at, 0, row === 'delimiter' ? ' --- ' : '     '),
    at,
  );
}

export const addColumnBefore = (state: EditorState) => addColumn(state, 0);
export const addColumnAfter = (state: EditorState) => addColumn(state, 1);

export function deleteColumn(state: EditorState): TransactionSpec | null {
  const spot = here(state);
  if (!spot || spot.table.head.cells.length < 2) return null;
  const goal = Math.min(spot.column, spot.table.head.cells.length - 2);
  return onCells(state, spot, (cells) => cells.toSpliced(spot.column, 1), goal);
}

function moveColumn(state: EditorState, step: 1 | -1): TransactionSpec | null {
  const spot = here(state);
  const goal = spot ? spot.column + step : -1;
  if (!spot || goal < 0 || goal >= spot.table.head.cells.length) return null;
  const swap = (cells: readonly string[]) =>
    cells.with(spot.column, cells[goal] ?? ' ').with(goal, cells[spot.column] ?? ' ');
  return onCells(state, spot, swap, goal);
}

export const moveColumnLeft = (state: EditorState) => moveColumn(state, -1);
export const moveColumnRight = (state: EditorState) => moveColumn(state, 1);

/** Aligns the column at the caret; only the delimiter row changes. */
export function alignColumn(state: EditorState, alignment: Alignment): TransactionSpec | null {
  const spot = here(state);
  const cell = spot?.table.delimiter.cells[spot.column];
  if (!spot || cell === undefined || readAlignment(cell) === alignment) return null;
  const { table, column } = spot;
  const line = state.doc.line(table.firstLine + 1);
  const { from, to } = cellBounds(table.delimiter, column);
  return {
    changes: {
      from: line.from + from,
      to: line.from + to,
      insert: writeAlignment(alignment, to - from),
    },
  };
}

/** Sorts the rows by the column at the caret; rows in that order already are turned round. */
export function sortRows(state: EditorState): TransactionSpec | null {
  const spot = here(state);
  if (!spot || spot.table.body.length < 2) return null;
  const { table, column, row } = spot;
  const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  const rows = table.body.map((body, index) => ({
    key: body.cells[column]?.trim() ?? '',
    text: state.doc.line(lineOfRow(table, index + 1)).text,
    index,
  }));
  const rising = rows.toSorted((a, b) => compare(a.key, b.key));
  const isSorted = rising.every(({ index }, at) => index === at);
  const sorted = isSorted ? rows.toSorted((a, b) => compare(b.key, a.key)) : rising;
  const first = state.doc.line(lineOfRow(table, 1));
  const changes = {
    from: first.from,
    to: table.to,
    insert: sorted.map(({ text }) => text).join(state.lineBreak),
  };
  if (row === 0) return { changes };
  // The caret goes with its row.
  const mine = state.doc.line(lineOfRow(table, row));
  const before = sorted.slice(
    0,
    sorted.findIndex(({ index }) => index === row - 1),
  );
  const start = before.reduce((at, { text }) => at + text.length + 1, first.from);
  return {
    changes,
    selection: EditorSelection.cursor(start + state.selection.main.head - mine.from),
  };
}
