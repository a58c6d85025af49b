import { expect, it } from 'vitest';

import { changedRuns } from './changed-words';

function marked(before: string, after: string): string {
  return changedRuns(before, after)
    .map(({ text, changed }) => (changed ? `[${text}]` : text))
    .join('');
}

it.each([
  ['the replica and wait.', 'the replica and wait 30 s.', 'the replica and wait[ 30 s].'],
  ['a cat sat', 'a cow sat', 'a [cow] sat'],
  ['same', 'same', 'same'],
  ['all of it', '', ''],
  ['old', 'something else', 'something else'],
  // With nothing to compare with, all is new and no word stands out.
  ['', 'all of it', 'all of it'],
  ['x'.repeat(19_999), 'xy', 'xy'],
])('marks the words of %j that %j changed', (before, after, expected) => {
  expect(marked(before, after)).toBe(expected);
});
