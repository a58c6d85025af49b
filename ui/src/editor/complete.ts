import {
  autocompletion,
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

export interface CompletionSources {
  readonly documents: (prefix: string) => Promise<readonly { title: string; detail: string }[]>;
  readonly tags: () => readonly string[];
}

const MAX_TITLE = 255;

function closeLink(view: EditorView, completion: Completion, from: number, to: number): void {
  const closed = view.state.sliceDoc(to, to + 2) === ']]';
  const insert = closed ? completion.label : `${completion.label}]]`;
  const end = from + completion.label.length + 2;
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: end } });
}

/** The titles of documents after `[[`. */
async function completeLink(
  context: CompletionContext,
  sources: CompletionSources,
): Promise<CompletionResult | null> {
  const before = context.matchBefore(/\[\[[^[\]|#\n]*/);
  if (!before || before.to - before.from > MAX_TITLE) return null;
  const found = await sources.documents(before.text.slice(2));
  if (context.aborted) return null;
  return {
    from: before.from + 2,
    // The core already chose and ordered them.
    filter: false,
    options: found.map(({ title, detail }) => ({ label: title, detail, apply: closeLink })),
  };
}

/** Known tags after `#`. */
function completeTag(
  context: CompletionContext,
  sources: CompletionSources,
): CompletionResult | null {
  const before = context.matchBefore(/(?:^|[\s([])#[\p{L}\p{N}_/-]+/u);
  if (!before) return null;
  const from = before.from + before.text.indexOf('#') + 1;
  return {
    from,
    options: sources.tags().map((name) => ({ label: name })),
    validFor: /^[\p{L}\p{N}_/-]*$/u,
  };
}

export function completions(sources: CompletionSources): Extension {
  return [
    autocompletion({
      icons: false,
      override: [
        (context) => completeLink(context, sources),
        (context) => completeTag(context, sources),
      ],
    }),
    // A bracket is no word character, so typing the second one would not ask by itself.
    EditorView.updateListener.of((update) => {
      if (!update.docChanged || !update.transactions.some((one) => one.isUserEvent('input')))
        return;
      const { head } = update.state.selection.main;
      if (update.state.sliceDoc(head - 2, head) === '[[') startCompletion(update.view);
    }),
  ];
}
