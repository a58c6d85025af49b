import {
  EditorSelection,
  type ChangeSpec,
  type EditorState,
  type TransactionSpec,
} from '@codemirror/state';

function selectedLines(state: EditorState) {
  const lines = new Map<number, { from: number; text: string }>();
  for (const { from, to } of state.selection.ranges) {
    for (let pos = from; pos <= to;) {
      const line = state.doc.lineAt(pos);
      lines.set(line.from, line);
      pos = line.to + 1;
    }
  }
  return [...lines.values()];
}

/** Makes the lines a heading of the level; the same level again makes them a paragraph. */
export function setHeading(state: EditorState, level: number): TransactionSpec {
  const mark = `${'#'.repeat(level)} `;
  const changes = selectedLines(state).map(({ from, text }): ChangeSpec => {
    const found = /^#{1,6}\s+/.exec(text)?.[0] ?? '';
    return { from, to: from + found.length, insert: found === mark ? '' : mark };
  });
  return { changes };
}

export type LinePrefix = 'bullet' | 'number' | 'task' | 'quote';

const PREFIXES: Readonly<Record<LinePrefix, { find: RegExp; make: (index: number) => string }>> = {
  bullet: { find: /^[-*+] (?!\[[ xX]\] )/, make: () => '- ' },
  number: { find: /^\d+[.)] /, make: (index) => `${index + 1}. ` },
  task: { find: /^[-*+] \[[ xX]\] /, make: () => '- [ ] ' },
  quote: { find: /^> ?/, make: () => '> ' },
};
const ANY_LIST = /^(?:[-*+] (?:\[[ xX]\] )?|\d+[.)] )/;

/** Turns the selected lines into a list or a quote, or back into plain lines. */
export function togglePrefix(state: EditorState, kind: LinePrefix): TransactionSpec {
  const { find, make } = PREFIXES[kind];
  const lines = selectedLines(state).filter(({ text }, _, all) => text !== '' || all.length === 1);
  const indentOf = (text: string) => /^\s*/.exec(text)?.[0].length ?? 0;
  const remove = lines.every(({ text }) => find.test(text.slice(indentOf(text))));
  const changes = lines.map(({ from, text }, index): ChangeSpec => {
    const start = from + indentOf(text);
    const body = text.slice(indentOf(text));
    const old = remove ? find.exec(body) : kind === 'quote' ? null : ANY_LIST.exec(body);
    return { from: start, to: start + (old?.[0].length ?? 0), insert: remove ? '' : make(index) };
  });
  return { changes };
}

/** Makes the selection the text of a link and puts the caret where the address goes. */
export function insertLink(state: EditorState): TransactionSpec {
  return state.changeByRange(({ from, to }) => {
    const text = state.sliceDoc(from, to);
    const caret = text === '' ? from + 1 : from + text.length + 3;
    return {
      changes: { from, to, insert: `[${text}]()` },
      range: EditorSelection.cursor(caret),
    };
  });
}

/** Ticks or unticks the task boxes of the selected lines. */
export function toggleTasks(state: EditorState): TransactionSpec | null {
  const changes = selectedLines(state).flatMap(({ from, text }): ChangeSpec[] => {
    const found = /^\s*(?:[-*+]|\d+[.)]) \[([ xX])\]/.exec(text);
    if (!found) return [];
    const at = from + found[0].length - 2;
    return [{ from: at, to: at + 1, insert: found[1] === ' ' ? 'x' : ' ' }];
  });
  return changes.length === 0 ? null : { changes };
}
