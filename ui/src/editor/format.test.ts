import { describe, expect, it } from 'vitest';

import { insertLink, setHeading, togglePrefix, toggleTasks } from './format';
import { toggleMark } from './marks';
import { after, stateOf } from './testing';

describe('formatting', () => {
  it.each([
    ['a |word| b', 'a **|word|** b'],
    ['a **|word|** b', 'a |word| b'],
    ['a |**word**| b', 'a |word| b'],
    ['a __|word|__ b', 'a |word| b'],
    ['a wo|rd b', 'a **wo|rd** b'],
    ['a **wo|rd** b', 'a wo|rd b'],
    ['a *|word|* b', 'a ***|word|*** b'],
    ['a ***|word|*** b', 'a *|word|* b'],
    ['a| word |b', 'a **|word|** b'],
    ['- |one\n- two|', '- **|one**\n- **two|**'],
    ['日本|語| ', '日本**|語|** '],
    ['| ', '**|** '],
    ['**|** ', '| '],
  ])('bold: %j becomes %j', (before, expected) => {
    expect(after(before, (state) => toggleMark(state, '**'))).toBe(expected);
  });

  it.each([
    ['a **|word|** b', 'a ***|word|*** b'],
    ['a ***|word|*** b', 'a **|word|** b'],
    ['a _|word|_ b', 'a |word| b'],
  ])('italic: %j becomes %j', (before, expected) => {
    expect(after(before, (state) => toggleMark(state, '*'))).toBe(expected);
  });

  it.each([
    ['~~', 'a |word| b', 'a ~~|word|~~ b'],
    ['`', 'a `|word|` b', 'a |word| b'],
  ])('%s: %j becomes %j', (mark, before, expected) => {
    expect(after(before, (state) => toggleMark(state, mark))).toBe(expected);
  });

  it.each([
    ['Tit|le', 2, '## Tit|le'],
    ['## Tit|le', 2, 'Tit|le'],
    ['# Tit|le', 3, '### Tit|le'],
  ])('heading: %s at level %d becomes %s', (before, level, expected) => {
    expect(after(before, (state) => setHeading(state, level))).toBe(expected);
  });

  it('lists each selected line, and takes the marks away again', () => {
    const start = stateOf('|one\n  two|');
    const listed = start.update(togglePrefix(start, 'number')).state;
    expect(listed.doc.toString()).toBe('1. one\n  2. two');
    expect(listed.update(togglePrefix(listed, 'number')).state.doc.toString()).toBe('one\n  two');
  });

  it('turns one kind of list into another', () => {
    expect(after('|- one\n- two|', (state) => togglePrefix(state, 'task'))).toBe(
      '|- [ ] one\n- [ ] two|',
    );
  });

  it('puts the caret where the address goes', () => {
    expect(after('see |this| now', insertLink)).toBe('see [this](|) now');
  });

  it('ticks a task and leaves other lines alone', () => {
    expect(after('- [ ] wri|te', toggleTasks)).toBe('- [x] wri|te');
    expect(after('wri|te', toggleTasks)).toBe('nothing');
  });
});
