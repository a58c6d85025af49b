import { expect, it } from 'vitest';

import { tagRows } from './tag-tree';

const tags = ['work-shop', 'work/deep', 'area', 'work', 'home/garden/pond'].map((name) => ({
  id: name,
  name,
  color: undefined,
  description: '',
  documents: 1,
}));
const shown = (isOpen: (path: string) => boolean) =>
  tagRows(tags, isOpen).map(({ level, text, tag }) => `${level} ${text}${tag ? '' : ' (no tag)'}`);

it('nests tags by the slashes in their names', () => {
  expect(shown(() => true)).toEqual([
    '1 area',
    '1 home (no tag)',
    '2 garden (no tag)',
    '3 pond',
    '1 work',
    '2 deep',
    '1 work-shop',
  ]);
});

it('leaves out what lies in closed rows', () => {
  expect(shown(() => false)).toEqual(['1 area', '1 home (no tag)', '1 work', '1 work-shop']);
  expect(shown((path) => path === 'home')).toContain('2 garden (no tag)');
});
