import { EditorState } from '@codemirror/state';
import { EditorView, runScopeHandlers } from '@codemirror/view';
import { afterEach, expect, it } from 'vitest';

import { matches, setMatches } from './matches';

let view: EditorView | undefined;
afterEach(() => view?.destroy());

function open(doc: string): EditorView {
  view = new EditorView({
    state: EditorState.create({ doc, extensions: matches() }),
    parent: document.body,
  });
  return view;
}
const marked = () =>
  [...document.querySelectorAll('.cm-searchMatch')].map((element) => element.textContent);
function press(on: EditorView, key: string, shiftKey = false): boolean {
  return runScopeHandlers(on, new KeyboardEvent('keydown', { key, shiftKey }), 'editor');
}

it('marks every place of the words, the longer ones whole', () => {
  const editor = open('Pear, pears and (quince)');
  editor.dispatch({ effects: setMatches.of(['pear', 'pears', '(quince)']) });
  expect(marked()).toEqual(['Pear', 'pears', '(quince)']);
});

it('walks through the places and goes round', () => {
  const editor = open('a b a');
  editor.dispatch({ effects: setMatches.of(['a']) });
  press(editor, 'F3');
  expect(editor.state.selection.main.from).toBe(0);
  press(editor, 'F3');
  expect(editor.state.selection.main.from).toBe(4);
  press(editor, 'F3');
  expect(editor.state.selection.main.from).toBe(0);
  press(editor, 'F3', true);
  expect(editor.state.selection.main.from).toBe(4);
});

it('puts the marks out with Escape, once', () => {
  const editor = open('a b a');
  editor.dispatch({ effects: setMatches.of(['a']) });
  expect(press(editor, 'Escape')).toBe(true);
  expect(marked()).toEqual([]);
  expect(press(editor, 'Escape')).toBe(false);
});
