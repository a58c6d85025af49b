import { EditorView, runScopeHandlers } from '@codemirror/view';
import { expect, it, vi } from 'vitest';

import { EDITOR_COMMANDS } from '~/lib/editor-commands';

import { editorKey, editorKeys } from './keys';

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

/** What a key does in an editor with chosen keys: the command's name, or whether the key is taken. */
function pressed(chosen: Readonly<Record<string, readonly string[]>>, init: KeyboardEventInit) {
  const run = vi.fn<(name: string) => boolean>(() => true);
  const view = new EditorView({
    doc: 'text',
    extensions: editorKeys(run, new Map(Object.entries(chosen))),
  });
  const taken = runScopeHandlers(view, new KeyboardEvent('keydown', init), 'editor');
  view.destroy();
  return run.mock.calls[0]?.[0] ?? taken;
}

it('answers to chosen keys, and no longer to those that they replace', () => {
  const y = { key: 'y', code: 'KeyY', ctrlKey: true, altKey: true, keyCode: 89 };
  const b = { key: 'b', code: 'KeyB', ctrlKey: true, keyCode: 66 };
  expect(pressed({}, b)).toBe('bold');
  expect(pressed({ 'editor.bold': ['Mod+Alt+Y'] }, y)).toBe('bold');
  expect(pressed({ 'editor.bold': ['Mod+Alt+Y'] }, b)).toBe(false);
  expect(pressed({ 'editor.bold': [] }, b)).toBe(false);
});

it('leaves a key of its own to the window that a person gave it to', () => {
  const d = { key: 'd', code: 'KeyD', ctrlKey: true, keyCode: 68 };
  expect(pressed({}, d)).toBe(true);
  expect(pressed({ 'view.sidebar': ['Mod+D'] }, d)).toBe(false);
  const a = { key: 'a', code: 'KeyA', ctrlKey: true, keyCode: 65 };
  expect(pressed({}, a)).toBe(true);
  expect(pressed({ 'view.sidebar': ['Mod+A'] }, a)).toBe(false);
});
