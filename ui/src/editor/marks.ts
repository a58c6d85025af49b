import {
  EditorSelection,
  type ChangeSpec,
  type EditorState,
  type SelectionRange,
  type TransactionSpec,
} from '@codemirror/state';

/** A mark and the other way to write it, which is taken away as well. */
const TWINS: Readonly<Record<string, string>> = { '*': '_', '**': '__' };

/** What stands before the text of a line and is no part of it. */
const BEFORE_TEXT = /^(?:\s*>)*\s*(?:(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?|#{1,6}\s+)?/;

/** How many times the sign stands at the end of a text, or at its start. */
function run(text: string, sign: string, where: 'start' | 'end'): number {
  let count = 0;
  while (count < text.length && text.at(where === 'start' ? count : -1 - count) === sign) count++;
  return count;
}

/** Says whether a run of signs has the mark in it: `***` is both strong and emphasis. */
function carries(count: number, mark: string): boolean {
  if (mark === '*' || mark === '_') return count % 2 === 1;
  return count >= mark.length;
}

interface Marked {
  readonly changes: ChangeSpec[];
  readonly range: SelectionRange;
}

const LOOK_AROUND = 4;

function unmarked(state: EditorState, range: SelectionRange, mark: string): Marked | null {
  const { from, to } = range;
  const { length } = mark;
  const sign = mark.charAt(0);
  const before = run(state.sliceDoc(Math.max(0, from - LOOK_AROUND), from), sign, 'end');
  const after = run(state.sliceDoc(to, to + LOOK_AROUND), sign, 'start');
  if (carries(before, mark) && carries(after, mark)) {
    return {
      changes: [
        { from: from - length, to: from },
        { from: to, to: to + length },
      ],
      range: EditorSelection.range(range.anchor - length, range.head - length),
    };
  }
  const inner = state.sliceDoc(from, to);
  const starts = run(inner, sign, 'start');
  const ends = run(inner, sign, 'end');
  if (inner.length < 2 * length || !carries(starts, mark) || !carries(ends, mark)) return null;
  return {
    changes: [
      { from, to: from + length },
      { from: to - length, to },
    ],
    range: EditorSelection.range(from, to - 2 * length),
  };
}

/** The parts of a selection that can carry a mark: one a line, without blanks at its ends. */
function pieces(state: EditorState, range: SelectionRange): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (let pos = range.from; pos <= range.to;) {
    const line = state.doc.lineAt(pos);
    const whole = range.from < line.from;
    const start = whole ? line.from + (BEFORE_TEXT.exec(line.text)?.[0].length ?? 0) : range.from;
    const text = state.sliceDoc(start, Math.max(start, Math.min(range.to, line.to)));
    const trimmed = text.trim();
    const from = start + text.length - text.trimStart().length;
    if (trimmed !== '') found.push({ from, to: from + trimmed.length });
    pos = line.to + 1;
  }
  return found;
}

function marked(state: EditorState, range: SelectionRange, mark: string): Marked {
  const parts = pieces(state, range);
  if (parts.length === 0) {
    return {
      changes: [{ from: range.from, insert: mark + mark }],
      range: EditorSelection.cursor(range.from + mark.length),
    };
  }
  const changes = parts.flatMap(({ from, to }) => [
    { from, insert: mark },
    { from: to, insert: mark },
  ]);
  const [first] = parts;
  const last = parts.at(-1);
  const from = (first?.from ?? range.from) + mark.length;
  const to = (last?.to ?? range.to) + mark.length * (2 * parts.length - 1);
  return { changes, range: EditorSelection.range(from, to) };
}

/**
 * Puts a mark around each selection, or takes it away where it already is. A caret means the word
 * that it is in; a selection of several lines gets one pair of marks a line.
 */
export function toggleMark(state: EditorState, mark: string): TransactionSpec {
  return state.changeByRange((range) => {
    const word = range.empty ? state.wordAt(range.head) : null;
    const target = word ?? range;
    const twin = TWINS[mark];
    const off = unmarked(state, target, mark) ?? (twin && unmarked(state, target, twin));
    const { changes, range: selected } = off || marked(state, target, mark);
    // Whoever had a caret keeps a caret.
    if (!range.empty || !word) return { changes, range: selected };
    return { changes, range: EditorSelection.cursor(selected.from + range.head - target.from) };
  });
}
