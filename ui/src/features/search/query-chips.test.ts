import { expect, it } from 'vitest';

import { queryChips, withoutChip, withOperator } from './query-chips';

it.each([
  ['pear tag:work', ['tag:work']],
  ['tag:"deep work" -is:pinned plan', ['tag:"deep work"', '-is:pinned']],
  ['"tag:not a field" x', []],
  ['tag:', []],
  ['(tag:a OR tag:b)', []],
  ['after:7d\tbefore:2026', ['after:7d', 'before:2026']],
])('finds the fields of %s', (query, expected) => {
  expect(queryChips(query).map(({ text }) => text)).toEqual(expected);
});

it('takes a field out of a query and leaves the rest', () => {
  const query = 'pear tag:"deep work" plan';
  const [chip] = queryChips(query);
  expect(chip && withoutChip(query, chip)).toBe('pear plan');
});

it('puts an operator behind a query', () => {
  expect(withOperator(' pear ', 'is:pinned')).toBe('pear is:pinned');
  expect(withOperator('', 'is:pinned')).toBe('is:pinned');
});
