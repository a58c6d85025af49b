import {
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

import type { CompletionSources } from './sources';

const MAX_TITLE = 255;

function closeLink(view: EditorView, completion: Completion, from: number, to: number): void {
  const closed = view.state.sliceDoc(to, to + 2) === ']]';
  const insert = closed ? completion.label : `${completion.label}]]`;
  const end = from + completion.label.length + 2;
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: end },
    userEvent: 'input.complete',
  });
}

/** The titles of documents after `[[`, and the headings of one after a `#` behind its title. */
export async function completeLink(
  context: CompletionContext,
  sources: CompletionSources,
): Promise<CompletionResult | null> {
  const before = context.matchBefore(/\[\[[^[\]|\n]*/);
  if (!before || before.to - before.from > MAX_TITLE) return null;
  const inside = before.text.slice(2);
  const hash = inside.indexOf('#');
  if (hash < 0) {
    const found = await sources.documents(inside);
    if (context.aborted) return null;
    return {
      from: before.from + 2,
      // The core already chose and ordered them.
      filter: false,
      options: found.map(({ title, detail }) => ({ label: title, detail, apply: closeLink })),
    };
  }
  const headings = await sources.headings(inside.slice(0, hash));
  if (context.aborted) return null;
  return {
    from: before.from + 2 + hash + 1,
    // In the order of the document, as far as what is typed does not say otherwise.
    options: [...new Set(headings)].map((label, index) => ({
      label,
      apply: closeLink,
      boost: Math.max(-99, 99 - index),
    })),
    validFor: /^[^[\]|\n]*$/,
  };
}

/** A bracket is no word character, so typing the second one would not ask by itself. */
export const askAfterBrackets: Extension = EditorView.updateListener.of((update) => {
  if (!update.docChanged || !update.transactions.some((one) => one.isUserEvent('input'))) return;
  const { head } = update.state.selection.main;
  const before = update.state.sliceDoc(Math.max(0, head - 2), head);
  const isLink =
    before === '[[' || (before.endsWith('#') && /\[\[[^[\]|\n]*#$/.test(lineTo(update, head)));
  if (isLink) startCompletion(update.view);
});

function lineTo({ state }: { state: EditorView['state'] }, head: number): string {
  return state.sliceDoc(Math.max(state.doc.lineAt(head).from, head - MAX_TITLE), head);
}
