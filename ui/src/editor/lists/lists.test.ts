import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';

import { after, afterCommand } from '~/editor/testing';
import { continueList } from './continue';
import { indentItems, outdentItems } from './indent';
import { duplicateDown, moveDown, moveUp } from './move';

const crlf = EditorState.lineSeparator.of('\r\n');

describe('Enter in a list', () => {
  it.each([
    ['- one|', '- one\n- |'],
    ['- [x] one|', '- [x] one\n- [ ] |'],
    ['3. one|\n4. two', '3. one\n4. |\n5. two'],
    ['1. one|\n\ntext\n\n1. other', '1. one\n2. |\n\ntext\n\n1. other'],
    ['> quote|', '> quote\n> |'],
    ['- one\n- |', '- one\n|'],
    ['- one\n  - |', '- one\n- |'],
    ['> - one|', '> - one\n> - |'],
    ['plain|', 'nothing'],
    ['```\n- one|\n```', 'nothing'],
  ])('%j becomes %j', (before, expected) => {
    expect(afterCommand(before, continueList)).toBe(expected);
  });

  it('keeps the caret in place in a loose list of a file with CRLF', () => {
    expect(afterCommand('1. a\r\n\r\n2. b|', continueList, crlf)).toBe(
      '1. a\r\n\r\n2. b\r\n\r\n3. |',
    );
    expect(afterCommand('- a|\r\ntail', continueList, crlf)).toBe('- a\r\n- |\r\ntail');
  });
});

describe('Tab in a list', () => {
  it.each([
    ['- a\n- b|', '- a\n  - b|'],
    ['1. a\n2. b|\n3. c', '1. a\n   1. b|\n2. c'],
    ['1. a\n   1. x\n2. b|\n3. c', '1. a\n   1. x\n   2. b|\n2. c'],
    ['- a\n- b|\n  - c\n  text\n- d', '- a\n  - b|\n    - c\n    text\n- d'],
    ['> - a\n> - b|', '> - a\n>   - b|'],
    ['- a\n- |b\n- c|', '- a\n  - |b\n  - c|'],
    ['- a|', '- a|'],
    ['1. a\n1. b|\n1. c', '1. a\n   1. b|\n1. c'],
    ['text|', 'nothing'],
  ])('%j becomes %j', (before, expected) => {
    expect(after(before, indentItems)).toBe(expected);
  });

  it.each([
    ['- a\n  - b|', '- a\n- b|'],
    ['1. a\n   1. b|\n   2. c\n2. d', '1. a\n2. b|\n   1. c\n3. d'],
    ['- a|', '- a|'],
  ])('with Shift %j becomes %j', (before, expected) => {
    expect(after(before, outdentItems)).toBe(expected);
  });

  it('keeps the breaks of a file with CRLF', () => {
    expect(after('1. a\r\n2. b|\r\n3. c', indentItems, crlf)).toBe('1. a\r\n   1. b|\r\n2. c');
  });
});

describe('moving and duplicating lines', () => {
  it.each([
    ['1. a\n2. b|\n3. c', '1. b|\n2. a\n3. c'],
    ['5. a\n6. b|', '5. b|\n6. a'],
    ['one\ntwo|', 'two|\none'],
  ])('up: %j becomes %j', (before, expected) => {
    expect(after(before, moveUp)).toBe(expected);
  });

  it('down, past the last item of a number that grows', () => {
    expect(after('9. a|\n10. b', moveDown)).toBe('9. b\n10. a|');
  });

  it('duplicates an item with the next number', () => {
    expect(after('1. a|\n2. b', duplicateDown)).toBe('1. a\n2. a|\n3. b');
    expect(after('one|', duplicateDown)).toBe('one\none|');
  });

  it('touches no list but the one that it changes', () => {
    expect(after('1. a|\n2. b\n\ntext\n\n7. x\n9. y', moveDown)).toBe(
      '1. b\n2. a|\n\ntext\n\n7. x\n9. y',
    );
  });
});
