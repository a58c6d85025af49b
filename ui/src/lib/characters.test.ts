import { expect, it } from 'vitest';

import { toUnits } from './characters';

it('finds the same characters whichever way they are counted', () => {
  const text = '🙂 naïve 𝒙 日本';
  const marked = toUnits(text, [
    { start: 2, end: 7 },
    { start: 8, end: 9 },
    { start: 10, end: 12 },
  ]).map(({ from, to }) => text.slice(from, to));
  expect(marked).toEqual(['naïve', '𝒙', '日本']);
});

it('holds a range that reaches too far at the end', () => {
  expect(toUnits('🙂', [{ start: 0, end: 9 }])).toEqual([{ from: 0, to: 2 }]);
});
