import {
  ChangeSet,
  type ChangeSpec,
  type EditorState,
  type TransactionSpec,
} from '@codemirror/state';

import { indentColumn, lastLineOfItem, parseItem, unquoted, type ListItem } from './item';
import { numbersAfter } from './renumber';

type Direction = 'in' | 'out';

function selectedItems(state: EditorState): number[] {
  const lines = new Set<number>();
  for (const { from, to } of state.selection.ranges) {
    const first = state.doc.lineAt(from).number;
    const end = state.doc.lineAt(to);
    // A selection that ends before the first character of a line does not mean that line.
    const last = end.number > first && end.from === to ? end.number - 1 : end.number;
    for (let line = first; line <= last; line++) {
      if (parseItem(state.doc.line(line).text)) lines.add(line);
    }
  }
  return [...lines].sort((a, b) => a - b);
}

/** The nearest item above that can become the parent, or be left as one. */
function itemAbove(state: EditorState, line: number, accepts: (item: ListItem) => boolean) {
  const here = parseItem(state.doc.line(line).text);
  for (let above = line - 1; above >= 1 && here; above--) {
    const { text } = state.doc.line(above);
    const inner = unquoted(text, here.quote);
    const item = parseItem(text);
    if (item && item.quote === here.quote && accepts(item)) return item;
    if (inner.trim() !== '' && indentColumn(inner) === 0 && !item) return null;
  }
  return null;
}

function goalColumn(state: EditorState, line: number, item: ListItem, to: Direction) {
  if (to === 'out') {
    if (item.column === 0) return null;
    return itemAbove(state, line, ({ column }) => column < item.column)?.column ?? 0;
  }
  const above = itemAbove(state, line, ({ column }) => column <= item.column);
  // Without an item above on its own level there is nothing to go into.
  if (!above || above.contentColumn <= item.column) return null;
  return above.contentColumn;
}

function indentOf(column: number, withTabs: boolean): string {
  return withTabs ? '\t'.repeat(Math.max(1, Math.round(column / 4))) : ' '.repeat(column);
}

function reindent(state: EditorState, line: number, quote: string, by: number): ChangeSpec | null {
  const { from, text } = state.doc.line(line);
  const inner = unquoted(text, quote);
  if (inner.trim() === '') return null;
  const old = /^[ \t]*/.exec(inner)?.[0] ?? '';
  const column = Math.max(0, indentColumn(inner) + by);
  const start = from + text.length - inner.length;
  const insert = column === 0 ? '' : indentOf(column, old.includes('\t'));
  return { from: start, to: start + old.length, insert };
}

function move(state: EditorState, to: Direction): TransactionSpec | null {
  const { doc } = state;
  const chosen = selectedItems(state);
  if (chosen.length === 0) return null;
  const changes: ChangeSpec[] = [];
  const moved = new Set<number>();
  let done = 0;
  for (const line of chosen) {
    const item = parseItem(doc.line(line).text);
    // What is inside an item that moves has moved with it.
    if (!item || line <= done) continue;
    const goal = goalColumn(state, line, item, to);
    if (goal === null) continue;
    const last = lastLineOfItem(doc, line, item);
    for (let each = line; each <= last; each++) {
      const change = reindent(state, each, item.quote, goal - item.column);
      if (change) changes.push(change);
    }
    moved.add(line);
    // The items after it on its old level become a list inside it, which begins anew.
    if (
      to === 'out' &&
      last < doc.lines &&
      parseItem(doc.line(last + 1).text)?.column === item.column
    )
      moved.add(last + 1);
    done = last;
  }
  const shifted = ChangeSet.of(changes, doc.length, state.lineBreak);
  return { changes: shifted.compose(numbersAfter(state, shifted, moved, 'one')) };
}

/** Puts the selected items, with what is inside them, into the item above. */
export function indentItems(state: EditorState): TransactionSpec | null {
  return move(state, 'in');
}

/** Takes the selected items, with what is inside them, one level out. */
export function outdentItems(state: EditorState): TransactionSpec | null {
  return move(state, 'out');
}
