import { ChangeSet, Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';

import { changesBetween, rebase } from './rebase';

function text(content: string): Text {
  return Text.of(content.split('\n'));
}

describe('folding a merged text into the buffer', () => {
  it('keeps what was typed while the save was on its way', () => {
    const sent = text('one\ntwo\nthree');
    const merged = text('ONE from elsewhere\ntwo\nthree');
    const since = ChangeSet.of([{ from: 13, insert: ' and four' }], sent.length);
    const now = since.apply(sent);
    expect(rebase(sent, merged, since).apply(now).toString()).toBe(
      'ONE from elsewhere\ntwo\nthree and four',
    );
  });

  it('changes nothing when nothing differs', () => {
    const same = text('a\nb');
    expect(changesBetween(same, same).empty).toBe(true);
  });

  it('turns any text into any other', () => {
    const texts = ['', 'a', 'a\nb\nc', 'b\nc', 'x\n\ny\nc', '日本\n語'];
    for (const from of texts) {
      for (const to of texts) {
        expect(changesBetween(text(from), text(to)).apply(text(from)).toString()).toBe(to);
      }
    }
  });
});
