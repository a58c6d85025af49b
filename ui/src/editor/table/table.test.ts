import { EditorSelection, EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';

import { after, shown, stateOf } from '~/editor/testing';
import { alignTable } from './align';
import { alignOnLeave } from './align-on-leave';
import { cellBelow, nextCell, previousCell } from './cells';
import {
  addColumnAfter,
  addColumnBefore,
  addRowAbove,
  addRowBelow,
  alignColumn,
  deleteColumn,
  deleteRow,
  moveColumnRight,
  moveRowDown,
  moveRowUp,
  sortRows,
} from './edit';
import { makeTable, parseTabbed } from './make';
import { escapeCell, parseRow, writeRow } from './row';
import { displayWidth } from './width';

const crlf = EditorState.lineSeparator.of('\r\n');

describe('a row of a table', () => {
  it.each([
    '| a | b |',
    'a|b',
    '|a|b',
    'a | b |  ',
    '> | a | b |',
    '| a \\| b | `c \\| d` |',
    '| a \\\\| b |',
    '||',
    '|',
  ])('%j is written again as it was', (line) => {
    expect(writeRow(parseRow(line, /^[\s>]*/.exec(line)?.[0].length ?? 0))).toBe(line);
  });

  it('knows an escaped bar from one that parts cells', () => {
    expect(parseRow('| a \\| b | c |', 0).cells).toEqual([' a \\| b ', ' c ']);
    expect(parseRow('| a \\\\| b |', 0).cells).toEqual([' a \\\\', ' b ']);
  });

  it.each([
    ['a|b', 'a\\|b'],
    ['a\\|b', 'a\\|b'],
    ['one\r\ntwo\n\nthree', 'one<br>two<br>three'],
    [' padded\t', 'padded'],
  ])('escapes %j as %j', (text, escaped) => {
    expect(escapeCell(text)).toBe(escaped);
    expect(parseRow(`| ${escaped} |`, 0).cells).toHaveLength(1);
  });

  it.each([
    ['abc', 3],
    ['日本語', 6],
    ['ｱｲｳ', 3],
    ['👩‍👩‍👧', 2],
    ['e\u0301', 1],
    ['한글', 4],
  ])('%s is %d columns wide', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('rows and columns', () => {
  const head = '| a | b |\n| --- | --- |\n';

  it.each([
    ['below', `${head}| 1¦ | 2 |`, addRowBelow, `${head}| 1 | 2 |\n| ¦    |     |`],
    [
      'below the head',
      `| a¦ | b |\n| --- | --- |\n| 1 | 2 |`,
      addRowBelow,
      `${head}| ¦    |     |\n| 1 | 2 |`,
    ],
    ['above', `${head}| 1 | 2¦ |`, addRowAbove, `${head}|     | ¦    |\n| 1 | 2 |`],
    ['deleted', `${head}| 1¦ | 2 |\n| 3 | 4 |`, deleteRow, `${head}| ¦3 | 4 |`],
    [
      'deleted at the end',
      `${head}| 1 | 2 |\n| 3¦ | 4 |\n\ntail`,
      deleteRow,
      `${head}| ¦1 | 2 |\n\ntail`,
    ],
    [
      'moved down',
      `${head}| 1¦ | 2 |\n| three | 4 |`,
      moveRowDown,
      `${head}| three | 4 |\n| 1¦ | 2 |`,
    ],
    ['moved up', `${head}| 1 | 2 |\n| 3¦ | 4 |`, moveRowUp, `${head}| 3¦ | 4 |\n| 1 | 2 |`],
    ['not moved into the head', `${head}| 1¦ | 2 |`, moveRowUp, 'nothing'],
    ['not deleted when it is the head', `| ¦a | b |\n| --- | --- |`, deleteRow, 'nothing'],
  ])('a row is added or %s', (_, before, edit, expected) => {
    expect(after(before, edit)).toBe(expected);
  });

  it.each([
    [
      'after',
      `${head}| 1¦ | 2 |`,
      addColumnAfter,
      '| a |     | b |\n| --- | --- | --- |\n| 1 | ¦    | 2 |',
    ],
    [
      'before',
      `${head}| 1¦ | 2 |`,
      addColumnBefore,
      '|     | a | b |\n| --- | --- | --- |\n| ¦    | 1 | 2 |',
    ],
    ['deleted', `${head}| 1¦ | 2 |`, deleteColumn, '| b |\n| --- |\n| ¦2 |'],
    ['moved', `${head}| 1¦ | 2 |`, moveColumnRight, '| b | a |\n| --- | --- |\n| 2 | ¦1 |'],
    [
      'added to a short row',
      `${head}| 1¦ |`,
      addColumnAfter,
      '| a |     | b |\n| --- | --- | --- |\n| 1 | ¦    | |',
    ],
  ])('a column is %s', (_, before, edit, expected) => {
    expect(after(before, edit)).toBe(expected);
  });

  it('aligns one column and leaves the other lines alone', () => {
    expect(after(`${head}| 1 | 2¦ |`, (state) => alignColumn(state, 'right'))).toBe(
      '| a | b |\n| --- | --: |\n| 1 | 2¦ |',
    );
  });

  it('sorts by a column, numbers as numbers, and turns round what is sorted', () => {
    const sorted = after(`${head}| 10 | x¦ |\n| 9 | ä |\n| 2 | y |`, sortRows);
    expect(sorted).toBe(`${head}| 9 | ä |\n| 10 | x¦ |\n| 2 | y |`);
    expect(after(`${head}| 1¦ | x |\n| 10 | y |`, sortRows)).toBe(`${head}| 10 | y |\n| 1¦ | x |`);
    expect(after(`${head}| 10¦ | x |\n| 9 | y |`, sortRows)).toBe(`${head}| 9 | y |\n| 10¦ | x |`);
  });

  it('works inside a quote and with CRLF', () => {
    expect(after('> | a | b |\r\n> | - | - |\r\n> | 1¦ | 2 |', addColumnAfter, crlf)).toBe(
      '> | a |     | b |\r\n> | - | --- | - |\r\n> | 1 | ¦    | 2 |',
    );
    expect(after('> | a | b |\r\n> | - | - |\r\n> | 1¦ | 2 |', addRowBelow, crlf)).toBe(
      '> | a | b |\r\n> | - | - |\r\n> | 1 | 2 |\r\n> | ¦  |   |',
    );
  });

  it('means nothing outside of a table, or inside code', () => {
    expect(after('a | b¦', addRowBelow)).toBe('nothing');
    expect(after('```\n| a | b |\n| - | - |\n| 1¦ | 2 |\n```', addRowBelow)).toBe('nothing');
  });
});

describe('keys in a table', () => {
  const head = '| a | b |\n| --- | --- |\n';
  it.each([
    ['Tab', `${head}| 1¦ | two |`, nextCell, `${head}| 1 | ¦two¦ |`],
    [
      'Tab at the end of a row',
      `${head}| 1 | 2¦ |\n| 3 | 4 |`,
      nextCell,
      `${head}| 1 | 2 |\n| ¦3¦ | 4 |`,
    ],
    ['Tab in the last cell', `${head}| 1 | 2¦ |`, nextCell, `${head}| 1 | 2 |\n| ¦    |     |`],
    ['Shift+Tab', `${head}| ¦1 | 2 |`, previousCell, `| a | ¦b¦ |\n| --- | --- |\n| 1 | 2 |`],
    ['Enter', `| a | b¦ |\n| --- | --- |\n| 1 | 2 |`, cellBelow, `${head}| 1 | ¦2¦ |`],
    ['Enter in the last row', `${head}| 1 | 2¦ |`, cellBelow, `${head}| 1 | 2 |\n|     | ¦    |`],
    [
      'Enter in an empty last row',
      `${head}| 1 | 2 |\n| ¦    |     |`,
      cellBelow,
      `${head}| 1 | 2 |\n\n¦`,
    ],
  ])('%s', (_, before, edit, expected) => {
    expect(after(before, edit)).toBe(expected);
  });
});

describe('lining up', () => {
  it('pads by the width on the screen, and follows the alignments', () => {
    expect(after('¦|a|名前|c|\n|:-|:-:|-:|\n|1|x|日本|\nlong cell|y', alignTable)).toBe(
      '¦| a         | 名前 |    c |\n' +
        '| :-------- | :--: | ---: |\n' +
        '| 1         |  x   | 日本 |\n' +
        '| long cell |  y   |      |',
    );
  });

  it('does nothing to a table that is in order', () => {
    expect(after('¦| a   | b   |\n| --- | --- |\n| 1   | 2   |', alignTable)).toBe('nothing');
  });

  it('happens to the table that was typed into, when it is left', () => {
    const other = '|x|y|\n|-|-|\n|1|2|';
    const start = stateOf(`|a|b|\n|-|-|\n|1¦|2|\n\n${other}\n\nend`, alignOnLeave());
    const at = start.selection.main.head;
    const typed = start.update({
      changes: { from: at, insert: '23' },
      selection: { anchor: at + 2 },
      userEvent: 'input.type',
    }).state;
    const inside = typed.update({ selection: { anchor: 3 } }).state;
    expect(inside.sliceDoc()).toBe(`|a|b|\n|-|-|\n|123|2|\n\n${other}\n\nend`);
    const left = inside.update({ selection: { anchor: inside.doc.length } }).state;
    const aligned = '| a   | b   |\n| --- | --- |\n| 123 | 2   |';
    expect(shown(left, '¦')).toBe(`${aligned}\n\n${other}\n\nend¦`);
  });

  it('leaves a table alone that was only looked at', () => {
    const start = stateOf('|a|b|\n|-|-|\n|1¦|2|\n\nend', alignOnLeave());
    const left = start.update({ selection: EditorSelection.single(start.doc.length) }).state;
    expect(left.doc.eq(start.doc)).toBe(true);
  });
});

describe('tables from elsewhere', () => {
  it('reads the cells of a spreadsheet', () => {
    expect(parseTabbed('a\tb\r\n1\t"two\nlines ""quoted"""\r\n')).toEqual([
      ['a', 'b'],
      ['1', 'two\nlines "quoted"'],
    ]);
  });

  it.each(['plain text', 'one\ttwo\nthree', '\tindented\n\tcode', 'func() {\n\treturn 1\n}'])(
    'takes %j for no table',
    (text) => {
      expect(parseTabbed(text)).toBeNull();
    },
  );

  it('escapes what would break a row', () => {
    expect(makeTable([['a|b', 'c'], ['two\nlines']], '\n')).toBe(
      '| a\\|b         | c   |\n| ------------ | --- |\n| two<br>lines |     |',
    );
  });
});
