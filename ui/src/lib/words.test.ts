import { expect, it } from 'vitest';

import { countText } from './words';

it.each([
  ['', 0, 0],
  ["it's a well-known fact", 4, 1],
  ['# Heading\n\n- [ ] one\n- [x] two', 4, 1],
  ['全文検索は速い', 7, 1],
  ['日本語 and English', 5, 1],
])('counts the words of %j', (text, words, minutes) => {
  expect(countText(text)).toMatchObject({ words, minutes });
});

it('reads 220 words in a minute', () => {
  expect(countText('word '.repeat(2200)).minutes).toBe(10);
});
