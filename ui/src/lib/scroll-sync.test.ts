import { describe, expect, it } from 'vitest';

import { lineAtOffset, offsetOfLine, rangeOfLine, ScrollLeader, type Anchor } from './scroll-sync';

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

  it('knows the part that shows a line, and that none shows a blank one', () => {
    expect(rangeOfLine(anchors, 6)).toEqual({ top: 100, bottom: 120 });
    expect(rangeOfLine(anchors, 11)).toBeNull();
    expect(rangeOfLine(anchors, 1)).toBeNull();
  });

  it('has an answer for an empty preview', () => {
    expect(offsetOfLine([], 40)).toBe(0);
    expect(lineAtOffset([], 40)).toBe(1);
  });
});

describe('lines inside a block', () => {
  const list: Anchor[] = [
    { line: 1, lineEnd: 1, top: 0, bottom: 30 },
    {
      line: 3,
      lineEnd: 12,
      top: 50,
      bottom: 550,
      // The first item is one line of 400 pixels, the rest are short.
      points: [
        { line: 4, y: 450 },
        { line: 12, y: 530 },
      ],
    },
  ];

  it.each([
    [3, 50],
    [3.5, 250],
    [4, 450],
    [8, 490],
    [12, 530],
    [13, 550],
  ])('line %d is at offset %d', (line, offset) => {
    expect(offsetOfLine(list, line)).toBeCloseTo(offset);
    expect(lineAtOffset(list, offset)).toBeCloseTo(line);
  });

  it('takes no point that leads back', () => {
    const folded: Anchor[] = [
      { line: 1, lineEnd: 4, top: 0, bottom: 40, points: [{ line: 2, y: -5 }] },
    ];
    expect(offsetOfLine(folded, 3)).toBeCloseTo(20);
  });

  it('measures a few blocks of many', () => {
    let measured = 0;
    const many = {
      length: 10_000,
      at: (i: number) => {
        measured += 1;
        return { line: 2 * i + 1, lineEnd: 2 * i + 1, top: 40 * i, bottom: 40 * i + 20 };
      },
    };
    expect(lineAtOffset(many, offsetOfLine(many, 12_345))).toBeCloseTo(12_345);
    expect(measured).toBeLessThan(60);
  });
});

describe('the leading pane', () => {
  const panes = () => new ScrollLeader<'editor' | 'preview'>();

  it('is not pushed back by the pane it moves', () => {
    const leader = panes();
    leader.claim('editor', 0);
    expect(leader.mayLead('preview', 100, 1)).toBe(false);
    expect(leader.mayLead('editor', 200, 2)).toBe(true);
    expect(leader.mayLead('preview', 400, 3)).toBe(false);
    expect(leader.mayLead('preview', 451, 4)).toBe(true);
  });

  it('is not pushed back by an event that a busy computer delivers late', () => {
    const leader = panes();
    leader.claim('editor', 0);
    leader.placed('preview', 700);
    expect(leader.mayLead('preview', 5_000, 700.4)).toBe(false);
  });

  it('changes as soon as the other pane is touched', () => {
    const leader = panes();
    leader.claim('editor', 0);
    leader.placed('preview', 700);
    leader.claim('preview', 100);
    expect(leader.mayLead('preview', 110, 700)).toBe(true);
  });
});
