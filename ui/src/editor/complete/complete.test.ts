import { CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { EditorView, runScopeHandlers } from '@codemirror/view';
import { afterEach, describe, expect, it } from 'vitest';

import { stateOf } from '~/editor/testing';
import { completeEmoji, findEmoji } from './emoji';
import { completions } from './index';
import { completeLink } from './links';
import { completeSnippet, snippetCommands } from './snippets';
import type { CompletionSources } from './sources';
import { completeTag } from './tags';

const sources: CompletionSources = {
  documents: (prefix) =>
    Promise.resolve([{ title: `${prefix || 'Any'} document`, detail: 'Notes' }]),
  headings: (title) =>
    Promise.resolve(title === '' ? ['Here'] : [`Part of ${title}`, 'Same', 'Same']),
  tags: () => ['garden', 'garden/herbs'],
  now: () => new Date(2026, 10, 28, 9, 5),
};

function contextOf(marked: string, extensions = snippetCommands([])) {
  const state = stateOf(marked, extensions);
  return new CompletionContext(state, state.selection.main.head, false);
}
const labels = (result: CompletionResult | null) => result?.options.map(({ label }) => label);

describe('after two brackets', () => {
  it('offers documents for what is typed', async () => {
    const result = await completeLink(contextOf('see [[gar|'), sources);
    expect(labels(result)).toEqual(['gar document']);
    expect(result?.from).toBe(6);
  });

  it('offers the headings of a document after its title, and of this one without', async () => {
    expect(labels(await completeLink(contextOf('[[Title#Pa|'), sources))).toEqual([
      'Part of Title',
      'Same',
    ]);
    expect(labels(await completeLink(contextOf('[[#|'), sources))).toEqual(['Here']);
  });

  it('offers nothing behind the link', async () => {
    expect(await completeLink(contextOf('[[Title]] x|'), sources)).toBeNull();
  });
});

describe('tags and emoji', () => {
  it.each([
    ['#gar|', true],
    ['a #gar|', true],
    ['a#gar|', false],
    ['`#gar|`', false],
    ['# |', false],
  ])('%j offers tags: %s', (marked, offered) => {
    expect(completeTag(contextOf(marked), sources) !== null).toBe(offered);
  });

  it.each([
    [':ta|', true],
    ['so :tada|', true],
    ['10:30|', false],
    ['https://ta|', false],
    ['`:tada|`', false],
    [':t|', false],
  ])('%j offers emoji: %s', async (marked, offered) => {
    expect(((await completeEmoji(contextOf(marked)))?.options.length ?? 0) > 0).toBe(offered);
  });

  it('puts the name that is meant first', () => {
    const all = [
      { emoji: '😅', names: ['sweat_smile'] },
      { emoji: '😸', names: ['smile_cat'] },
      { emoji: '😄', names: ['smile'] },
    ];
    expect(findEmoji(all, 'smile').map(({ emoji }) => emoji)).toEqual(['😄', '😸', '😅']);
  });
});

describe('the menu after a slash', () => {
  it.each([
    ['/|', true],
    ['  /ta|', true],
    ['> /|', true],
    ['a /ta|', false],
    ['/usr/bin|', false],
    ['/zzzz|', false],
    ['```\n/ta|\n```', false],
  ])('%j opens it: %s', (marked, opened) => {
    expect(completeSnippet(contextOf(marked), sources) !== null).toBe(opened);
  });

  it('finds a block by its English word and by its name', () => {
    expect(labels(completeSnippet(contextOf('/todo|'), sources))?.[0]).toBe('Task');
    expect(labels(completeSnippet(contextOf('/Diag|'), sources))?.[0]).toBe('Diagram');
  });

  it('has the date of today and what the program adds', () => {
    const added = snippetCommands([{ word: 'file', title: 'A file', run: () => undefined }]);
    const result = completeSnippet(contextOf('/|', added), sources);
    expect(labels(result)).toContain('A file');
    expect(result?.options.find(({ label }) => label === 'Today')?.apply).toBe('2026-11-28');
  });
});

describe('Enter behind the word of a block', () => {
  let view: EditorView;
  // A view that is left would measure itself, which there is nothing for here.
  afterEach(() => view.destroy());

  function type(text: string) {
    const choice = { words: true, snippets: true };
    view = new EditorView({ extensions: completions(sources, choice) });
    for (const sign of text) {
      view.dispatch(view.state.replaceSelection(sign), { userEvent: 'input.type' });
    }
  }
  const press = (key: string) =>
    runScopeHandlers(view, new KeyboardEvent('keydown', { key }), 'editor');

  it('chooses the block before the menu is there', () => {
    type('/todo');
    expect(press('Enter')).toBe(true);
    expect(view.state.sliceDoc()).toBe('- [ ] ');
  });

  it.each(['/tod', '/nothing', 'a /todo'])('chooses nothing for %j', (text) => {
    type(text);
    expect(press('Enter')).toBe(false);
    expect(view.state.sliceDoc()).toBe(text);
  });

  it('chooses nothing once the menu was dismissed', () => {
    type('/todo');
    press('Escape');
    expect(press('Enter')).toBe(false);
    expect(view.state.sliceDoc()).toBe('/todo');
  });
});
