import { ChangeSet, Text } from '@codemirror/state';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { addTally, NOTHING, tallyLine } from '~/lib/words';

import { Counter } from './counter';

function text(content: string): Text {
  return Text.of(content.split('\n'));
}
function whole(doc: Text) {
  return [...doc.iterLines()].reduce((sum, line) => addTally(sum, tallyLine(line)), NOTHING);
}
function counted(doc: Text): Counter {
  const counter = new Counter(() => undefined);
  counter.start(doc, [{ from: 0, to: doc.length }]);
  return counter;
}

describe('counting while a text is edited', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  it.each([
    ['one two\nthree', [{ from: 3, to: 4 }]],
    [
      'one two\nthree',
      [
        { from: 3, insert: 's' },
        { from: 5, insert: 'x y' },
      ],
    ],
    [
      'one\ntwo\nthree',
      [
        { from: 1, to: 6 },
        { from: 8, insert: '日本\n語' },
      ],
    ],
    ['', [{ from: 0, insert: 'a\nb\nc' }]],
    ['a\nb\nc', [{ from: 0, to: 5 }]],
    ['ab', [{ from: 1, insert: '\n' }]],
    ['👩‍👩‍👧', [{ from: 2, to: 3 }]],
  ])('%j, changed by %j, is counted as if anew', (content, changes) => {
    const before = text(content);
    const counter = counted(before);
    const set = ChangeSet.of(changes, before.length, '\n');
    const after = set.apply(before);
    counter.changed(set, before, after);
    expect(counter.tally).toEqual(whole(after));
  });

  it('counts a long text in slices, and what is typed in the meantime with it', () => {
    const before = text('some words on a line\n'.repeat(20_000));
    const done = vi.fn();
    let clock = 0;
    const counter = new Counter(done, () => clock++);
    counter.start(before, [{ from: 0, to: before.length }]);
    expect(counter.isDone).toBe(false);
    vi.advanceTimersToNextTimer();
    expect(counter.isDone).toBe(false);
    const set = ChangeSet.of([{ from: 5, insert: 'new ' }], before.length);
    const after = set.apply(before);
    counter.changed(set, before, after);
    vi.runAllTimers();
    expect(done).toHaveBeenCalledOnce();
    expect(counter.tally).toEqual(whole(after));
  });

  it('counts the selected parts of lines', () => {
    const doc = text('one two three\nfour');
    const counter = new Counter(() => undefined);
    counter.start(doc, [
      { from: 4, to: 7 },
      { from: 8, to: 18 },
    ]);
    expect(counter.tally.runs).toBe(3);
  });
});
