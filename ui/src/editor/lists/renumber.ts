import { ChangeSet, type ChangeSpec, type EditorState, type Text } from '@codemirror/state';

import { indentColumn, parseItem, unquoted } from './item';

/** Farther than this from the edit nothing is renumbered. */
const MAX_LINES = 2_000;

interface Level {
  readonly column: number;
  readonly delimiter: string;
  readonly next: number;
  /** 0 where every item has the same number, as some write on purpose. */
  readonly step: number;
}

/** The lines of the list around a line: up to text that is no part of it. */
function listAround(doc: Text, line: number): { first: number; last: number } {
  const quote = parseItem(doc.line(line).text)?.quote ?? '';
  const belongs = (number: number) => {
    const { text } = doc.line(number);
    const inner = unquoted(text, quote);
    return parseItem(text) !== null || (indentColumn(inner) > 0 && inner.trim() !== '');
  };
  const isBlank = (number: number) => unquoted(doc.line(number).text, quote).trim() === '';
  const walk = (step: 1 | -1) => {
    let at = line;
    for (let next = line + step; next >= 1 && next <= doc.lines; next += step) {
      if (Math.abs(next - line) > MAX_LINES) break;
      if (belongs(next)) at = next;
      else if (!isBlank(next)) break;
    }
    return at;
  };
  return { first: walk(-1), last: walk(1) };
}

/** Says whether the ordered list that starts on the line repeats one number. */
function repeats(doc: Text, line: number, last: number, moved: ReadonlySet<number>): boolean {
  const start = parseItem(doc.line(line).text);
  if (!start) return false;
  for (let next = line + 1; next <= last; next++) {
    const item = parseItem(doc.line(next).text);
    if (!item || item.column >= start.contentColumn || moved.has(next)) continue;
    return item.column === start.column && item.number === start.number;
  }
  return false;
}

/** The lowest number of the items beside the one on the line, which comes first. */
function lowestBeside(doc: Text, line: number, last: number): number {
  const start = parseItem(doc.line(line).text);
  let lowest = start?.number ?? 1;
  for (let next = line + 1; start && next <= last; next++) {
    const item = parseItem(doc.line(next).text);
    if (!item || item.column > start.column) continue;
    if (item.column < start.column || item.number === null) break;
    lowest = Math.min(lowest, item.number);
  }
  return lowest;
}

/** Where a moved item counts from that has come to begin a list. */
export type Start = 'one' | 'lowest';

/** The changes that put the numbers of the list around a line in order. */
function renumber(doc: Text, line: number, moved: ReadonlySet<number>, start: Start): ChangeSpec[] {
  const { first, last } = listAround(doc, line);
  const changes: ChangeSpec[] = [];
  let levels: Level[] = [];
  for (let number = first; number <= last; number++) {
    const { from, text } = doc.line(number);
    const item = parseItem(text);
    if (!item) continue;
    levels = levels.filter((level) => level.column <= item.column);
    if (item.number === null) {
      levels = levels.filter((level) => level.column < item.column);
      continue;
    }
    const delimiter = item.marker.slice(-1);
    const level = levels.find((one) => one.column === item.column && one.delimiter === delimiter);
    const begins = start === 'one' ? 1 : lowestBeside(doc, number, last);
    const wanted = level ? level.next : moved.has(number) ? begins : item.number;
    const step = level?.step ?? (repeats(doc, number, last, moved) ? 0 : 1);
    if (wanted !== item.number) {
      const at = from + item.quote.length + item.indent.length;
      changes.push({ from: at, to: at + item.marker.length - 1, insert: String(wanted) });
    }
    levels = levels.filter((one) => one.column < item.column);
    levels.push({ column: item.column, delimiter, next: wanted + step, step });
  }
  return changes;
}

/**
 * What keeps the lists around the moved lines in order after `changes`. Lists that count on are
 * left as they are, and so is a list whose items all have the same number.
 */
export function numbersAfter(
  state: EditorState,
  changes: ChangeSet,
  moved: ReadonlySet<number>,
  start: Start,
): ChangeSet {
  const before = changes.apply(state.doc);
  let all = ChangeSet.empty(before.length);
  for (const line of moved) {
    const doc = all.apply(before);
    if (line > doc.lines) continue;
    const more = renumber(doc, line, moved, start);
    all = all.compose(ChangeSet.of(more, doc.length, state.lineBreak));
  }
  return all;
}
