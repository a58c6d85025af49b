import { markdown, markdownLanguage } from '@codemirror/lang-markdown';
import { ensureSyntaxTree } from '@codemirror/language';
import {
  EditorSelection,
  EditorState,
  type Extension,
  type StateCommand,
  type TransactionSpec,
} from '@codemirror/state';

/** `|` marks the caret, or both ends of the selection; `¦` does where the text itself has bars. */
export function stateOf(marked: string, extensions: Extension = []): EditorState {
  const sign = marked.includes('¦') ? '¦' : '|';
  const anchor = marked.indexOf(sign);
  const rest = marked.slice(0, anchor) + marked.slice(anchor + 1);
  const second = rest.indexOf(sign);
  const doc = second < 0 ? rest : rest.slice(0, second) + rest.slice(second + 1);
  // A line break is one position, however many characters it has.
  const at = (index: number) => doc.slice(0, index).replaceAll('\r\n', '\n').length;
  const state = EditorState.create({
    doc,
    selection: EditorSelection.single(at(anchor), at(second < 0 ? anchor : second)),
    extensions: [markdown({ base: markdownLanguage }), extensions],
  });
  ensureSyntaxTree(state, state.doc.length, 60_000);
  // A state shows what was parsed for it only from the next one on.
  return state.update({}).state;
}

/** The text with its marks, as `stateOf` reads it. */
export function shown(state: EditorState, sign = '|'): string {
  const { from, to } = state.selection.main;
  const text = state.sliceDoc();
  const at = (position: number) => state.sliceDoc(0, position).length;
  return from === to
    ? `${text.slice(0, at(from))}${sign}${text.slice(at(from))}`
    : `${text.slice(0, at(from))}${sign}${text.slice(at(from), at(to))}${sign}${text.slice(at(to))}`;
}

/** What the text is after an edit, or `nothing` where it does not apply. */
export function after(
  marked: string,
  edit: (state: EditorState) => TransactionSpec | null,
  extensions: Extension = [],
): string {
  const state = stateOf(marked, extensions);
  const spec = edit(state);
  return spec ? shown(state.update(spec).state, marked.includes('¦') ? '¦' : '|') : 'nothing';
}

export function afterCommand(
  marked: string,
  run: StateCommand,
  extensions: Extension = [],
): string {
  let state = stateOf(marked, extensions);
  const done = run({ state, dispatch: (transaction) => (state = transaction.state) });
  return done ? shown(state, marked.includes('¦') ? '¦' : '|') : 'nothing';
}
