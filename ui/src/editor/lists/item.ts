import type { Text } from '@codemirror/state';
import { countColumn } from '@codemirror/state';

/** The parts of a line that begins a list item. Columns count from 0, with tabs spread out. */
export interface ListItem {
  /** Quote marks before the item, if any. */
  readonly quote: string;
  readonly indent: string;
  readonly column: number;
  readonly marker: string;
  /** The number of an ordered item, else `null`. */
  readonly number: number | null;
  /** Where what belongs to the item begins. */
  readonly contentColumn: number;
}

const TAB = 4;
const ITEM = /^((?:[ \t]{0,3}>[ \t]?)*)([ \t]*)([-*+]|(\d{1,9})[.)])(?=([ \t]+|$))/;

export function parseItem(text: string): ListItem | null {
  const found = ITEM.exec(text);
  if (!found) return null;
  const [, quote = '', indent = '', marker = '', digits, space = ''] = found;
  const column = countColumn(indent, TAB);
  return {
    quote,
    indent,
    column,
    marker,
    number: digits === undefined ? null : Number(digits),
    // More than four blanks after the marker are code inside the item.
    contentColumn: column + marker.length + (/^ {1,4}$/.test(space) ? space.length : 1),
  };
}

/** The line without its quote marks. */
export function unquoted(text: string, quote: string): string {
  return text.startsWith(quote) ? text.slice(quote.length) : text;
}

export function indentColumn(text: string): number {
  return countColumn(/^[ \t]*/.exec(text)?.[0] ?? '', TAB);
}

/** The last line that belongs to the item: its continuation and the items inside it. */
export function lastLineOfItem(doc: Text, line: number, item: ListItem): number {
  let last = line;
  for (let next = line + 1; next <= doc.lines; next++) {
    const text = unquoted(doc.line(next).text, item.quote);
    if (text.trim() === '') continue;
    if (indentColumn(text) <= item.column) break;
    last = next;
  }
  return last;
}
