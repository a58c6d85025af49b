import { expect, it } from 'vitest';

import { filterQuery, isFiltered, NO_FILTER, scopeQuery } from './list-filter';

const names = {
  categoryPath: (id: string) => (id === 'c' ? 'Work/Deep "1"' : undefined),
  tagName: (id: string) => (id === 't' ? 'a b' : undefined),
  savedQuery: (id: string) => (id === 's' ? 'x OR y' : undefined),
};

it('is written in the language of searches', () => {
  const filter = {
    ...NO_FILTER,
    tags: ['deep work', 'x'],
    category: 'A/B',
    attachments: true,
    changed: '7d' as const,
  };
  expect(filterQuery(filter)).toBe(
    'tag:"deep work" tag:"x" category:"A/B" has:attachment after:7d',
  );
  expect(isFiltered(filter)).toBe(true);
  expect(isFiltered(NO_FILTER)).toBe(false);
});

it.each([
  [{ kind: 'all' }, ''],
  [{ kind: 'inbox' }, 'is:inbox'],
  [{ kind: 'trash' }, 'is:trashed'],
  [{ kind: 'category', id: 'c' }, String.raw`category:"Work/Deep \"1\""`],
  [{ kind: 'tag', id: 't' }, 'tag:"a b"'],
  [{ kind: 'savedSearch', id: 's' }, '(x OR y)'],
  [{ kind: 'tag', id: 'gone' }, null],
] as const)('knows the list %o', (scope, expected) => {
  expect(scopeQuery(scope, names)).toBe(expected);
});
