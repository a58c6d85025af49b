import { expect, it } from 'vitest';

import { addTally, countsOf, NOTHING, tallyLine } from './words';

function count(text: string) {
  return countsOf(text.split('\n').reduce((sum, line) => addTally(sum, tallyLine(line)), NOTHING));
}

it.each([
  ['', 0, 0],
  ["it's a well-known fact", 4, 1],
  ['# Heading\n\n- [ ] one\n- [x] two', 4, 1],
  ['全文検索は速い', 7, 1],
  ['日本語 and English', 5, 1],
  ['ภาษาไทย', 2, 1],
  ['re\u0301sume\u0301 naïve', 2, 1],
])('counts the words of %j', (text, words, minutes) => {
  expect(count(text)).toMatchObject({ words, minutes });
});

it.each([
  ['abc', 3],
  ['日本語', 3],
  ['👩‍👩‍👧!', 2],
  ['e\u0301', 1],
  ['one\ntwo', 6],
  [`${'x'.repeat(9_000)}é`, 9_001],
])('counts the characters that people see in %j', (text, characters) => {
  expect(count(text).characters).toBe(characters);
});

it('reads 220 words in a minute', () => {
  expect(count('word '.repeat(2200)).minutes).toBe(10);
});
