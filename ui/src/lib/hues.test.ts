import { expect, it } from 'vitest';

import { dotColor, hueOf, readHex } from './hues';

it.each([
  ['#8B5BD6', 'violet'],
  ['#ff0000', 'red'],
  ['#00aa00', 'green'],
  ['not a colour', 'slate'],
  [null, 'slate'],
])('%s is drawn as %s', (color, hue) => {
  expect(hueOf(color)).toBe(hue);
});

it.each([
  ['#8b5bd6', { css: 'var(--hue-violet-dot)', own: false }],
  ['#123456', { css: '#123456', own: true }],
  [null, { css: 'var(--hue-slate-dot)', own: false }],
])('the dot of %s is %o', (color, dot) => {
  expect(dotColor(color)).toEqual(dot);
});

it.each([
  ['#4a90d9', '#4A90D9'],
  [' 4A90D9 ', '#4A90D9'],
  ['#4a9', null],
  ['#4a90dg', null],
])('%s is read as %s', (typed, color) => {
  expect(readHex(typed)).toBe(color);
});
