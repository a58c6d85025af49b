import { expect, it } from 'vitest';

import { ACTIONS } from './index';

it('has every action once, and no chord twice', () => {
  const ids = ACTIONS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const chords = ACTIONS.flatMap(({ keys = [], keysInEditor = [] }) => [...keys, ...keysInEditor]);
  expect(chords.filter((chord, at) => chords.indexOf(chord) !== at)).toEqual([]);
});
