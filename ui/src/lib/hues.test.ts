import { expect, it } from 'vitest';

import { hueOf } from './hues';

it.each([
  ['#8B5BD6', 'violet'],
  ['#ff0000', 'red'],
  ['#00aa00', 'green'],
  ['not a colour', 'slate'],
  [null, 'slate'],
])('%s is drawn as %s', (color, hue) => {
  expect(hueOf(color)).toBe(hue);
});
