import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';

import { isInCode } from '~/editor/paste/plan';

const OFFERED = 24;
/** A colon inside a word, a time or a URL begins no emoji; two letters say that one is meant. */
const NAME = /(?:^|[^\p{L}\p{N}:/]):[a-z0-9_+-]{2,}$/u;

export interface Emoji {
  readonly emoji: string;
  readonly names: readonly string[];
}

/** The emoji that a few letters mean: those whose name begins with them first. */
export function findEmoji(all: readonly Emoji[], query: string): Emoji[] {
  const rank = ({ names }: Emoji): number => {
    if (names.includes(query)) return 0;
    if (names.some((name) => name.startsWith(query))) return 1;
    return names.some((name) => name.includes(`_${query}`)) ? 2 : 3;
  };
  return all
    .map((emoji) => ({ emoji, rank: rank(emoji) }))
    .filter((one) => one.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, OFFERED)
    .map(({ emoji }) => emoji);
}

/** Emoji by name after `:`. The names are fetched when the first one is asked for. */
export async function completeEmoji(context: CompletionContext): Promise<CompletionResult | null> {
  const before = context.matchBefore(NAME);
  if (!before || isInCode(context.state, context.pos)) return null;
  const from = before.from + before.text.indexOf(':');
  const { gemoji } = await import('gemoji');
  if (context.aborted) return null;
  const query = context.state.sliceDoc(from + 1, context.pos);
  return {
    from,
    filter: false,
    options: findEmoji(gemoji, query).map(({ emoji, names }) => ({
      // By the name that was asked for, where it has several.
      label: `${emoji} ${names.find((name) => name.startsWith(query)) ?? names[0] ?? ''}`,
      apply: emoji,
    })),
  };
}
