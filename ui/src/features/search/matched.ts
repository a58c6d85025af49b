import type { SearchHit } from '~/backend';
import { toUnits } from '~/lib/characters';

const MOST = 20;

/** The words that a hit was found by, as they stand in its text, without repetitions. */
export function matchedWords(hit: SearchHit): string[] {
  const found = new Map<string, string>();
  const take = (text: string, ranges: SearchHit['titleMatches']) => {
    for (const { from, to } of toUnits(text, ranges)) {
      const word = text.slice(from, to);
      if (word.trim() !== '') found.set(word.toLowerCase(), word);
    }
  };
  take(hit.document.title, hit.titleMatches);
  for (const { text, matches } of hit.snippets) take(text, matches);
  return [...found.values()].slice(0, MOST);
}
