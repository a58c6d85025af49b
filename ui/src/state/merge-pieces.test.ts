import { describe, expect, it } from 'vitest';

import type { MergeRegion } from '~/backend';

import {
  carried,
  decidedText,
  fieldValue,
  isClash,
  mergedText,
  piecesOf,
  type Clash,
  type Decision,
} from './merge-pieces';

const conflict = (base: string, mine: string, theirs: string): MergeRegion => ({
  kind: 'conflict',
  base,
  mine,
  theirs,
});
const stable = (text: string): MergeRegion => ({ kind: 'stable', text });

function clash(base: string, mine: string, theirs: string): Clash {
  return { kind: 'clash', id: 0, number: 1, base, mine, theirs, field: null };
}

describe('the pieces of a merge', () => {
  it('have the clashes numbered and the merged changes attributed', () => {
    const pieces = piecesOf([
      stable('# A\n'),
      conflict('a\n', 'b\n', 'c\n'),
      { kind: 'auto', side: 'theirs', base: '', text: 'new\n' },
      conflict('d\n', 'e\n', 'f\n'),
    ]);
    expect(pieces.map((piece) => (isClash(piece) ? piece.number : piece.by))).toEqual([
      null,
      1,
      'theirs',
      2,
    ]);
  });

  it.each<[string, MergeRegion[], (string | null)[]]>([
    [
      'fields of front matter',
      [stable('---\n'), conflict('title: A\n', 'title: B\n', 'title: C\n'), stable('---\nText\n')],
      [null, 'title', null],
    ],
    [
      'a field that one side took out',
      [stable('---\n'), conflict('mood: a\n', '', 'mood: b\n'), stable('---\n')],
      [null, 'mood', null],
    ],
    [
      'a comment above a field',
      [stable('---\nx: 1\n'), conflict('# why\nk: 1\n', '# why\nk: 2\n', 'k: 3\n')],
      [null, 'k'],
    ],
    [
      'fields with other names, which are text',
      [stable('---\n'), conflict('a: 1\n', 'b: 1\n', 'c: 1\n')],
      [null, null],
    ],
    [
      'a line of the text that looks like a field',
      [stable('---\nx: 1\n---\n'), conflict('Note: a\n', 'Note: b\n', 'Note: c\n')],
      [null, null],
    ],
    [
      'a text without front matter',
      [stable('# A\n---\n'), conflict('Note: a\n', 'Note: b\n', 'Note: c\n')],
      [null, null],
    ],
    [
      'a clash at the very start, which no fence stands before',
      [conflict('a: 1\n', 'a: 2\n', 'a: 3\n'), stable('---\n'), conflict('b: 1\n', 'b: 2\n', '')],
      [null, null, null],
    ],
  ])('tell %s', (_, regions, fields) => {
    expect(piecesOf(regions).map(({ field }) => field)).toEqual(fields);
  });
});

describe('what is decided', () => {
  it.each<[Clash, Decision, string]>([
    [clash('a\n', 'b\n', 'c\n'), { choice: 'mine' }, 'b\n'],
    [clash('a\n', 'b\n', 'c\n'), { choice: 'theirs' }, 'c\n'],
    [clash('a\n', 'b\n', 'c\n'), { choice: 'both' }, 'b\nc\n'],
    // The last line of a file may have no end.
    [clash('a', 'b', 'c'), { choice: 'both' }, 'b\nc'],
    [clash('a', '', 'c'), { choice: 'both' }, 'c'],
    [clash('a\r\n', 'b', 'c\r\n'), { choice: 'both' }, 'b\r\nc\r\n'],
    [clash('a\n', 'b\n', 'c\n'), { choice: 'own', text: 'mine and theirs' }, 'mine and theirs\n'],
    [clash('a\r\n', 'b\r\n', 'c\r\n'), { choice: 'own', text: 'x\ny\n' }, 'x\r\ny\r\n'],
    [clash('a', 'b', 'c'), { choice: 'own', text: 'x' }, 'x'],
    // An empty text takes the place out, with its line.
    [clash('a\n', 'b\n', 'c\n'), { choice: 'own', text: '' }, ''],
  ])('%o by %o', (place, decision, text) => {
    expect(decidedText(place, decision)).toBe(text);
  });

  it('makes the whole text, with the original where nothing is decided', () => {
    const pieces = piecesOf([
      stable('one\n'),
      conflict('a\n', 'b\n', 'c\n'),
      { kind: 'auto', side: 'both', base: 'x\n', text: 'y\n' },
      conflict('d\n', 'e\n', 'f\n'),
    ]);
    const decisions = new Map<number, Decision>([[1, { choice: 'theirs' }]]);
    expect(mergedText(pieces, decisions)).toBe('one\nc\ny\nd\n');
  });

  it('outlives a change elsewhere in the text, and not one of its own words', () => {
    const before = piecesOf([conflict('a', 'b', 'c'), stable('\n'), conflict('d', 'e', 'f')]);
    const after = piecesOf([
      stable('more\n'),
      conflict('a', 'b', 'c2'),
      stable('\n'),
      conflict('d', 'e', 'f'),
    ]);
    const decisions = new Map<number, Decision>([
      [0, { choice: 'mine' }],
      [2, { choice: 'both' }],
    ]);
    expect([...carried(decisions, before, after)]).toEqual([[3, { choice: 'both' }]]);
  });
});

it.each([
  ['title: A plan\n', 'A plan'],
  ['# why\ntitle: "A: plan"\n', '"A: plan"'],
  ['tags:\n  - a\n  - b\n', '- a\n  - b'],
  ['', ''],
])('reads the value of %j', (text, value) => {
  expect(fieldValue(text)).toBe(value);
});
