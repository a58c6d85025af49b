import { expect, it } from 'vitest';

import { toCsv } from './csv';

it('quotes what would end a cell or a row', () => {
  expect(toCsv([['a', 'b, c', 'say "x"', 'two\nlines', '']])).toBe(
    '\uFEFFa,"b, c","say ""x""","two\nlines",\r\n',
  );
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)'])('takes the meaning from %s', (formula) => {
  expect(toCsv([[formula]])).toBe(`\uFEFF'${formula}\r\n`);
});
