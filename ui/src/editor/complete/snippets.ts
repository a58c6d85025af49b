import {
  completionStatus,
  CompletionContext,
  insertCompletionText,
  snippet,
  startCompletion,
  type Completion,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { Facet, type Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';

import { fuzzyMatch } from '~/lib/fuzzy';
import { t } from '~/lib/i18n/index.svelte';
import { clockTime, isoDay, SNIPPETS } from '~/lib/snippets';

import { isInCode } from '~/editor/paste/plan';
import type { CompletionSources } from './sources';

/** Something of the menu that is more than a text: it runs after the slash is taken away. */
export interface MenuCommand {
  readonly word: string;
  readonly title: string;
  readonly run: (view: EditorView) => void;
}

const menuCommands = Facet.define<readonly MenuCommand[], readonly MenuCommand[]>({
  combine: (values) => values.flat(),
});

interface Entry extends Completion {
  readonly word: string;
  readonly apply: string | Apply;
}
type Apply = (view: EditorView, completion: Completion, from: number, to: number) => void;

function entries(context: CompletionContext, sources: CompletionSources): Entry[] {
  const now = sources.now();
  const blocks = SNIPPETS.map(({ word, title, text, id }): Entry => {
    const insert = snippet(text);
    const apply = (view: EditorView, completion: Completion, from: number, to: number) => {
      insert(view, completion, from, to);
      if (id === 'link') startCompletion(view);
    };
    return { word, label: t(title), detail: word, apply };
  });
  const times: Entry[] = [
    { word: 'date', label: t('snippet.date'), detail: isoDay(now), apply: isoDay(now) },
    { word: 'time', label: t('snippet.time'), detail: clockTime(now), apply: clockTime(now) },
  ];
  const commands = context.state.facet(menuCommands).map(({ word, title, run }): Entry => {
    const apply = (view: EditorView, _: Completion, from: number, to: number) => {
      view.dispatch({ changes: { from, to }, userEvent: 'delete' });
      run(view);
    };
    return { word, label: title, detail: word, apply };
  });
  return [...blocks, ...times, ...commands];
}

/** The menu of blocks after `/` at the start of a line. */
export function completeSnippet(
  context: CompletionContext,
  sources: CompletionSources,
): CompletionResult | null {
  const menu = menuAt(context, sources);
  return menu && { from: menu.from, filter: false, options: menu.entries };
}

/**
 * Chooses the block whose word is typed in full. Who knows the word is faster than the menu, which
 * takes keys only a moment after it is there. A menu that was dismissed chooses nothing.
 */
export function acceptWord(view: EditorView, sources: CompletionSources): boolean {
  const { state } = view;
  const { head, empty } = state.selection.main;
  if (!empty || state.readOnly || completionStatus(state) === null) return false;
  const menu = menuAt(new CompletionContext(state, head, false, view), sources);
  const typed = menu?.query.toLowerCase();
  const entry = menu?.entries.find(({ word }) => word === typed);
  if (!menu || !entry) return false;
  if (typeof entry.apply === 'string') {
    view.dispatch(insertCompletionText(state, entry.apply, menu.from, head));
  } else {
    entry.apply(view, entry, menu.from, head);
  }
  return true;
}

interface BlockMenu {
  readonly from: number;
  readonly query: string;
  readonly entries: readonly Entry[];
}

function menuAt(context: CompletionContext, sources: CompletionSources): BlockMenu | null {
  const before = context.matchBefore(/^[ \t]*(?:>[ \t]?)*\/[\p{L}\p{N}]*$/u);
  if (!before || isInCode(context.state, context.pos)) return null;
  const from = before.from + before.text.indexOf('/');
  const query = context.state.sliceDoc(from + 1, context.pos);
  const found = entries(context, sources)
    .map((entry) => ({
      entry,
      score: entry.word.startsWith(query.toLowerCase())
        ? Infinity
        : (fuzzyMatch(query, entry.label)?.score ?? null),
    }))
    .filter(({ score }) => score !== null)
    .sort((a, b) => (query === '' ? 0 : Number(b.score) - Number(a.score) || 0));
  // What was typed finds nothing: it is a path, not a menu.
  if (found.length === 0) return null;
  return { from, query, entries: found.map(({ entry }) => entry) };
}

export function snippetCommands(commands: readonly MenuCommand[]): Extension {
  return menuCommands.of(commands);
}
