import { markdown, markdownLanguage } from '@codemirror/lang-markdown';
import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { expect, it } from 'vitest';

import { linkAt } from './link-at';
import { wikiLink } from './syntax/wiki-link';

function linkIn(marked: string) {
  const at = marked.indexOf('|');
  const doc = marked.slice(0, at) + marked.slice(at + 1);
  const extensions = [markdown({ base: markdownLanguage, extensions: [wikiLink] })];
  const state = EditorState.create({ doc, extensions });
  ensureSyntaxTree(state, doc.length, 60_000);
  return linkAt(state.update({}).state, at);
}

it.each([
  ['see [[Ti|tle]]', 'Title', undefined],
  ['see [[Title#Hea|ding]]', 'Title', 'Heading'],
  ['[te|xt](other%20note.md#part)', 'other note.md', 'part'],
])('%j leads to a document', (marked, target, fragment) => {
  expect(linkIn(marked)).toEqual({ kind: 'document', target, fragment });
});

it.each([
  ['[te|xt](https://e.org/a)', 'https://e.org/a'],
  ['<https://e.|org>', 'https://e.org'],
  ['go to https://e.o|rg now', 'https://e.org'],
  ['![p|ic](https://e.org/p.png)', 'https://e.org/p.png'],
])('%j leads to an address', (marked, address) => {
  expect(linkIn(marked)).toEqual({ kind: 'address', address });
});

it('finds nothing in plain text', () => {
  expect(linkIn('pla|in')).toBeNull();
});
