import { expect, it } from 'vitest';

import { formatDuration } from './durations';

it.each([
  [-5, '0 sec'],
  [420, '0.4 sec'],
  [42_900, '42 sec'],
  [60_000, '1 min'],
  [185_000, '3 min 5 sec'],
  [4_800_000, '1 hr 20 min'],
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});
