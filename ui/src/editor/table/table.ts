import { ensureSyntaxTree, syntaxTree, syntaxTreeAvailable } from '@codemirror/language';
import type { EditorState, Line } from '@codemirror/state';

import { parseRow, readAlignment, type Alignment, type Row } from './row';

/** A table of the document. Row 0 is its head; the delimiter row stands apart. */
export interface Table {
  readonly from: number;
  readonly to: number;
  /** The line number of the head, from 1; the delimiter row is the next. */
  readonly firstLine: number;
  readonly head: Row;
  readonly delimiter: Row;
  readonly body: readonly Row[];
  readonly alignments: readonly Alignment[];
}

/** Long enough for what is on the screen; a text that is still being read has no tables yet. */
const PARSE_MS = 30;
const DELIMITER = /^[\s>]*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

function nodeAt(state: EditorState, pos: number) {
  // Most keys are pressed outside of tables, and there a look at the line is enough.
  if (!/[|-]/.test(state.doc.lineAt(pos).text)) return null;
  const tree = syntaxTreeAvailable(state, pos)
    ? syntaxTree(state)
    : (ensureSyntaxTree(state, pos, PARSE_MS) ?? syntaxTree(state));
  for (const side of [1, -1] as const) {
    for (let node = tree.resolveInner(pos, side); node.parent; node = node.parent) {
      if (node.name === 'Table') return node;
    }
  }
  return null;
}

export function tableAt(state: EditorState, pos: number): Table | null {
  const node = nodeAt(state, pos);
  if (!node) return null;
  const first = state.doc.lineAt(node.from);
  const last = state.doc.lineAt(node.to);
  if (last.number <= first.number) return null;
  const column = node.from - first.from;
  const read = (line: Line) => {
    const marks = /^[\s>]*/.exec(line.text.slice(0, column))?.[0].length ?? 0;
    return parseRow(line.text, marks);
  };
  const delimiterLine = state.doc.line(first.number + 1);
  if (!DELIMITER.test(delimiterLine.text)) return null;
  const delimiter = read(delimiterLine);
  const body: Row[] = [];
  for (let line = first.number + 2; line <= last.number; line++) {
    body.push(read(state.doc.line(line)));
  }
  return {
    from: first.from,
    to: last.to,
    firstLine: first.number,
    head: read(first),
    delimiter,
    body,
    alignments: delimiter.cells.map(readAlignment),
  };
}

/** The row and the cell at a position. Row 0 is the head, 1 the first of the body. */
export interface Spot {
  readonly table: Table;
  readonly row: number;
  readonly column: number;
}

export function lineOfRow(table: Table, row: number): number {
  return row === 0 ? table.firstLine : table.firstLine + row + 1;
}

export function rowAt(table: Table, row: number): Row | undefined {
  return row === 0 ? table.head : table.body[row - 1];
}

function columnAt(row: Row, offset: number): number {
  let end = row.prefix.length + (row.opened ? 1 : 0);
  for (const [index, cell] of row.cells.entries()) {
    end += cell.length;
    if (offset <= end) return index;
    end += 1;
  }
  return row.cells.length - 1;
}

/** Where a position is in its table; the delimiter row counts as the head. */
export function spotAt(state: EditorState, pos: number): Spot | null {
  const table = tableAt(state, pos);
  if (!table) return null;
  const line = state.doc.lineAt(pos);
  const below = line.number - table.firstLine;
  const row = below <= 1 ? 0 : below - 1;
  const written = below === 1 ? table.delimiter : rowAt(table, row);
  if (!written) return null;
  return { table, row, column: columnAt(written, pos - line.from) };
}

/** Where the text of a cell begins and ends on its line. */
export function cellBounds(row: Row, column: number): { from: number; to: number } {
  let start = row.prefix.length + (row.opened ? 1 : 0);
  for (const cell of row.cells.slice(0, column)) start += cell.length + 1;
  const cell = row.cells[column] ?? '';
  const text = cell.trim();
  if (text === '') {
    const at = start + Math.min(1, cell.length);
    return { from: at, to: at };
  }
  const from = start + cell.length - cell.trimStart().length;
  return { from, to: from + text.length };
}
