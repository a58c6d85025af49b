import type { EditorState, TransactionSpec } from '@codemirror/state';
import { describe, expect, it } from 'vitest';

import { after, shown, stateOf } from '~/editor/testing';
import { htmlToMarkdown } from './html';
import { insertBlock, insertMarkdown } from './index';
import { planPaste } from './plan';
import { editAtSpot, keepSpot, spots } from './spot';

function plan(marked: string, text: string, html = '', files: File[] = []) {
  return planPaste(stateOf(marked), { text, html, files }).kind;
}
const picture = new File(['x'], 'image.png', { type: 'image/png' });

describe('what becomes of a paste', () => {
  it.each([
    ['text|', 'plain', '', 'plain'],
    ['text|', 'Title', '<h1>Title</h1>', 'html'],
    ['text|', 'styled', '<div><span style="color:red">styled</span></div>', 'plain'],
    ['text|', 'code()', '<div style="white-space: pre;"><b>code</b>()</div>', 'plain'],
    ['```\n|\n```', 'Title', '<h1>Title</h1>', 'plain'],
    ['`a|b`', 'a\tb', '', 'plain'],
    ['text|', 'a\tb\n1\t2', '<table><tr><td>a</td></tr></table>', 'table'],
    ['text|', 'a\tb', '<table><tr><th>a</th><td>b</td></tr></table>', 'html'],
    ['a |word| b', 'https://example.org/x', '<a href="https://example.org/x">x</a>', 'plain'],
    ['¦| a | b |\n| - | - |', 'two\nlines', '', 'cell'],
    ['¦| a | b |\n| - | - |', 'one', '', 'plain'],
  ])('%j gets %j with %j: %s', (marked, text, html, kind) => {
    expect(plan(marked, text, html)).toBe(kind);
  });

  it('takes a picture only where there is no text beside it', () => {
    expect(plan('|', '', '', [picture])).toBe('files');
    expect(plan('|', 'a\tb', '', [picture])).toBe('table');
  });
});

describe('Markdown of a page', () => {
  it.each([
    [
      '<h2>Title</h2><p>Some <b>bold</b> and <em>fine</em> text.</p>',
      '## Title\n\nSome **bold** and *fine* text.',
    ],
    ['<ul><li>one</li><li>two<ul><li>three</li></ul></li></ul>', '- one\n- two\n  - three'],
    ['<ol start="3"><li>a</li><li>b</li></ol>', '3. a\n4. b'],
    ['<ul><li><input type="checkbox" checked>done</li></ul>', '- [x] done'],
    ['<p><a href="https://example.org">site</a></p>', '[site](https://example.org)'],
    ['<p><s>gone</s></p>', '~~gone~~'],
    ['<p>a &lt;b&gt; c</p>', 'a \\<b> c'],
    ['<b style="font-weight:normal"><p>from a word processor</p></b>', 'from a word processor'],
    ['<pre><code class="language-js">let a;\n</code></pre>', '```js\nlet a;\n```'],
    ['<p>x</p><script>alert(1)</script><style>p{}</style>', 'x'],
  ])('%s', (html, markdown) => {
    expect(htmlToMarkdown(html)).toBe(markdown);
  });

  it.each([
    'javascript:alert(1)',
    'JaVa\tScript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
  ])('keeps no link to %j', (address) => {
    const link = document.createElement('a');
    link.setAttribute('href', address);
    link.textContent = 'click';
    expect(htmlToMarkdown(`<p>${link.outerHTML} <img src="${address}" alt="pic"></p>`)).toBe(
      'click pic',
    );
  });

  it('makes a table, with its links, bars and line breaks', () => {
    const html =
      '<table><tr><th>Name</th><th colspan="2">Rest</th></tr>' +
      '<tr><td rowspan="2"><a href="https://e.org">a|b</a></td><td>1<br>2</td><td>x</td></tr>' +
      '<tr><td>y</td><td>z</td></tr></table>';
    expect(htmlToMarkdown(html)).toBe(
      '| Name                  | Rest   |     |\n' +
        '| --------------------- | ------ | --- |\n' +
        '| [a\\|b](https://e.org) | 1<br>2 | x   |\n' +
        '|                       | y      | z   |',
    );
  });
});

describe('where it goes', () => {
  it.each([
    ['a|b', 'one', 'aone|b'],
    ['|', '# One\n\ntwo', '# One\n\ntwo|'],
    ['text|', '- a\n- b', 'text\n\n- a\n- b|'],
    ['x\n|\ny', '- a\n- b', 'x\n\n- a\n- b\n|\ny'],
  ])('%j gets %j', (marked, markdown, expected) => {
    expect(after(marked, (state) => insertMarkdown(state, markdown))).toBe(expected);
  });

  it('is a block of its own between text', () => {
    expect(after('a|b', (state) => insertBlock(state, 'X'))).toBe('a\n\nX\n\n|b');
  });
});

describe('what is pasted later than asked', () => {
  const insert = (state: EditorState): TransactionSpec => insertMarkdown(state, 'PAGE');

  it.each([
    ['goes where the caret is', 'a|b', (state: EditorState) => state, 'aPAGE|b'],
    ['replaces what was selected', 'a|x|b', (state: EditorState) => state, 'aPAGE|b'],
    [
      'stands before what was typed since, and leaves the caret behind it',
      'a|b',
      (state: EditorState) => state.update(state.replaceSelection('typed')).state,
      'aPAGEtyped|b',
    ],
    [
      'does not follow the caret elsewhere, and replaces nothing that is selected there',
      'a|b c',
      (state: EditorState) => state.update({ selection: { anchor: 2, head: 4 } }).state,
      'aPAGEb| c|',
    ],
  ])('%s', (_, marked, meanwhile, expected) => {
    const state = stateOf(marked, spots);
    const waiting = state.update(keepSpot(1, state.selection)).state;
    const moved = meanwhile(waiting);
    const done = moved.update(editAtSpot(moved, 1, insert)).state;
    expect(shown(done)).toBe(expected);
    expect(done.field(spots)).toEqual([]);
  });
});
