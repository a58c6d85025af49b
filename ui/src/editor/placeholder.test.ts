import { EditorState } from '@codemirror/state';
import { expect, it } from 'vitest';

import { placeholderAt, placeholders, putPlaceholder, resolvePlaceholder } from './placeholder';

function withChip(doc: string, at: number): EditorState {
  const state = EditorState.create({ doc, extensions: placeholders });
  return state.update(putPlaceholder('one', at, 'Adding…')).state;
}

it('follows the text that is typed before it, and is replaced where it stands', () => {
  const typed = withChip('ab', 1).update({ changes: { from: 0, insert: 'xyz' } }).state;
  expect(placeholderAt(typed, 'one')).toBe(4);
  const spec = resolvePlaceholder(typed, 'one', '![p](p.png)');
  const done = spec ? typed.update(spec).state : typed;
  expect(done.sliceDoc()).toBe('xyza![p](p.png)b');
  expect(placeholderAt(done, 'one')).toBeNull();
});

it('goes without a trace where nothing came of it', () => {
  const state = withChip('ab', 1);
  const spec = resolvePlaceholder(state, 'one', '');
  expect(spec ? state.update(spec).state.sliceDoc() : null).toBe('ab');
  expect(resolvePlaceholder(state, 'two', 'x')).toBeNull();
});
