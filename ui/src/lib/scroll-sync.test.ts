import { describe, expect, it } from 'vitest';

import { lineAtOffset, offsetOfLine, ScrollLeader, type Anchor } from './scroll-sync';

const anchors: Anchor[] = [
  { line: 3, lineEnd: 3, top: 20, bottom: 60 },
  { line: 5, lineEnd: 9, top: 80, bottom: 180 },
  { line: 12, lineEnd: 12, top: 200, bottom: 500 },
];

describe('scroll sync', () => {
  it.each([
    [1, 0],
    [3, 20],
    [5, 80],
    [7.5, 130],
    [10, 180],
    [11, 190],
    [12, 200],
    [12.5, 350],
    [99, 500],
  ])('line %d is at offset %d', (line, offset) => {
    expect(offsetOfLine(anchors, line)).toBeCloseTo(offset);
  });

  it('goes there and back over the whole document', () => {
    for (let line = 1; line <= 13; line += 0.25) {
      expect(lineAtOffset(anchors, offsetOfLine(anchors, line))).toBeCloseTo(line);
    }
  });

  it('never runs backwards', () => {
    let before = -1;
    for (let line = 1; line <= 20; line += 0.1) {
      const offset = offsetOfLine(anchors, line);
      expect(offset).toBeGreaterThanOrEqual(before);
      before = offset;
    }
  });

  it('has an answer for an empty preview', () => {
    expect(offsetOfLine([], 40)).toBe(0);
    expect(lineAtOffset([], 40)).toBe(1);
  });
});

describe('the leading pane', () => {
  it('is not pushed back by the pane it moves', () => {
    const leader = new ScrollLeader<'editor' | 'preview'>();
    leader.claim('editor', 0);
    expect(leader.mayLead('preview', 100)).toBe(false);
    expect(leader.mayLead('editor', 200)).toBe(true);
    expect(leader.mayLead('preview', 400)).toBe(false);
    expect(leader.mayLead('preview', 451)).toBe(true);
  });
});
