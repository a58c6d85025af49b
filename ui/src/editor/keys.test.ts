import { expect, it } from 'vitest';

import { EDITOR_COMMANDS } from '~/lib/editor-commands';

import { editorKey } from './keys';

it.each([
  ['Mod+Shift+X', 'Mod-Shift-x'],
  ['Alt+ArrowUp', 'Alt-ArrowUp'],
  ['Mod+]', 'Mod-]'],
  ['Mod+Shift+.', 'Mod-Shift-.'],
])('%s is %s in the editor', (chord, key) => {
  expect(editorKey(chord)).toBe(key);
});

it('gives no chord two meanings', () => {
  const chords = EDITOR_COMMANDS.flatMap(({ keys = [], windowKeys = [] }) => [
    ...keys,
    ...windowKeys,
  ]);
  expect(new Set(chords).size).toBe(chords.length);
});
