import { EditorSelection, EditorState, type TransactionSpec } from '@codemirror/state';
import { describe, expect, it } from 'vitest';

import { insertLink, setHeading, toggleMark, togglePrefix, toggleTasks } from './format';

/** `|` marks the caret, or both ends of the selection. */
function state(marked: string): EditorState {
  const anchor = marked.indexOf('|');
  const rest = marked.slice(0, anchor) + marked.slice(anchor + 1);
  const second = rest.indexOf('|');
  const doc = second < 0 ? rest : rest.slice(0, second) + rest.slice(second + 1);
  return EditorState.create({
    doc,
    selection: EditorSelection.single(anchor, second < 0 ? anchor : second),
  });
}

function applied(start: EditorState, spec: TransactionSpec | null): string {
  if (!spec) return 'nothing';
  const end = start.update(spec).state;
  const { from, to } = end.selection.main;
  const text = end.doc.toString();
  return from === to
    ? `${text.slice(0, from)}|${text.slice(from)}`
    : `${text.slice(0, from)}|${text.slice(from, to)}|${text.slice(to)}`;
}

describe('formatting', () => {
  it.each([
    ['a |word| b', 'a **|word|** b'],
    ['a **|word|** b', 'a |word| b'],
    ['a |**word**| b', 'a |word| b'],
    ['a wo|rd b', 'a **wo|rd** b'],
    ['| ', '**|** '],
  ])('bold: %s becomes %s', (before, after) => {
    const start = state(before);
    expect(applied(start, toggleMark(start, '**'))).toBe(after);
  });

  it.each([
    ['Tit|le', 2, '## Tit|le'],
    ['## Tit|le', 2, 'Tit|le'],
    ['# Tit|le', 3, '### Tit|le'],
  ])('heading: %s at level %d becomes %s', (before, level, after) => {
    const start = state(before);
    expect(applied(start, setHeading(start, level))).toBe(after);
  });

  it('lists each selected line, and takes the marks away again', () => {
    const start = state('|one\n  two|');
    const listed = start.update(togglePrefix(start, 'number')).state;
    expect(listed.doc.toString()).toBe('1. one\n  2. two');
    expect(listed.update(togglePrefix(listed, 'number')).state.doc.toString()).toBe('one\n  two');
  });

  it('turns one kind of list into another', () => {
    const start = state('|- one\n- two|');
    const spec = togglePrefix(start, 'task');
    expect(start.update(spec).state.doc.toString()).toBe('- [ ] one\n- [ ] two');
  });

  it('puts the caret where the address goes', () => {
    const start = state('see |this| now');
    expect(applied(start, insertLink(start))).toBe('see [this](|) now');
  });

  it('ticks a task and leaves other lines alone', () => {
    const task = state('- [ ] wri|te');
    expect(applied(task, toggleTasks(task))).toBe('- [x] wri|te');
    const plain = state('wri|te');
    expect(applied(plain, toggleTasks(plain))).toBe('nothing');
  });
});
