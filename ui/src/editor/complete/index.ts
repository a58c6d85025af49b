import { autocompletion } from '@codemirror/autocomplete';
import { Prec, type Extension } from '@codemirror/state';
import { keymap } from '@codemirror/view';

import { completeEmoji } from './emoji';
import { askAfterBrackets, completeLink } from './links';
import { acceptWord, completeSnippet } from './snippets';
import type { CompletionSources } from './sources';
import { completeTag } from './tags';

export type { CompletionSources } from './sources';

export interface CompletionChoice {
  /** Titles, headings, tags and emoji. */
  readonly words: boolean;
  /** The menu of blocks after a slash. */
  readonly snippets: boolean;
}

export function completions(sources: CompletionSources, choice: CompletionChoice): Extension {
  if (!choice.words && !choice.snippets) return [];
  const words = [
    (context: Parameters<typeof completeTag>[0]) => completeLink(context, sources),
    (context: Parameters<typeof completeTag>[0]) => completeTag(context, sources),
    completeEmoji,
  ];
  const snippets = [
    (context: Parameters<typeof completeTag>[0]) => completeSnippet(context, sources),
  ];
  return [
    autocompletion({
      icons: false,
      override: [...(choice.words ? words : []), ...(choice.snippets ? snippets : [])],
    }),
    choice.words ? askAfterBrackets : [],
    choice.snippets
      ? Prec.highest(keymap.of([{ key: 'Enter', run: (view) => acceptWord(view, sources) }]))
      : [],
  ];
}
