import { expect, it } from 'vitest';

import { contentsOf } from './contents';

const heading = (level: number, text: string) => ({ level, text, slug: text.toLowerCase() });

it('lists the headings below the title, each below the one that it belongs to', () => {
  const headings = [heading(1, 'Title'), heading(2, 'A'), heading(3, 'B'), heading(2, 'C [x]')];
  expect(contentsOf(headings)).toBe('- [A](#a)\n  - [B](#b)\n- [C \\[x\\]](#c [x])');
});

it('leaves none out where several are at the top', () => {
  expect(contentsOf([heading(1, 'A'), heading(1, 'B')])).toBe('- [A](#a)\n- [B](#b)');
});

it.each([[[]], [[heading(1, 'Title')]]])('has nothing to list in %j', (headings) => {
  expect(contentsOf(headings)).toBe('');
});
