import { describe, expect, it } from 'vitest';

import { fuzzyMatch, splitByRanges } from './fuzzy';

function marked(query: string, text: string): string | null {
  const match = fuzzyMatch(query, text);
  if (!match) return null;
  return splitByRanges(text, match.ranges)
    .map((part) => (part.marked ? `[${part.text}]` : part.text))
    .join('');
}

describe('fuzzy matching', () => {
  it.each([
    ['scf', 'Save current file', '[S]ave [c]urrent [f]ile'],
    ['save', 'Save version now', '[Save] version now'],
    ['vn', 'Save version now', 'Save [v]ersion [n]ow'],
    ['全文', '全文検索', '[全文]検索'],
    ['', 'anything', 'anything'],
    ['xyz', 'Save version now', null],
  ])('%s in %s', (query, text, expected) => {
    expect(marked(query, text)).toBe(expected);
  });

  it('prefers a whole word to scattered letters', () => {
    const word = fuzzyMatch('trash', 'Move to Trash')?.score ?? 0;
    const scattered = fuzzyMatch('trash', 'The rapid ash')?.score ?? 0;
    expect(word).toBeGreaterThan(scattered);
  });

  it('ignores ranges outside the text', () => {
    expect(splitByRanges('abc', [{ from: 1, to: 9 }])).toEqual([{ text: 'abc', marked: false }]);
  });
});
