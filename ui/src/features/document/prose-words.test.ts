import { describe, expect, it } from 'vitest';

import { languageOf, readProse } from './prose-words';

function prose(html: string): HTMLElement {
  const root = document.createElement('div');
  root.innerHTML = html;
  readProse(root);
  return root;
}

describe('the words of a block', () => {
  it('sets Chinese and Japanese emphasis upright and leaves Latin alone', () => {
    const root = prose('<p><em>强调</em> <em>stress</em></p>');
    const upright = [...root.querySelectorAll('em')].map((em) => em.classList.contains('upright'));
    expect(upright).toEqual([true, false]);
  });

  it('gives each paragraph its own direction, and a list one for all its items', () => {
    const root = prose('<p>abc</p><ul><li><p>x</p></li></ul><p dir="rtl">y</p>');
    expect([...root.querySelectorAll('p, ul')].map((e) => e.getAttribute('dir'))).toEqual([
      'auto',
      'auto',
      null,
      'rtl',
    ]);
  });

  it('names a task box by its first line', () => {
    const box = '<span class="task-box"><input type="checkbox"></span>';
    const root = prose(`<ul><li>${box} buy pears\n<ul><li>two</li></ul></li></ul>`);
    expect(root.querySelector('input')?.getAttribute('aria-label')).toBe('buy pears');
  });

  it('keeps a title that a callout was given', () => {
    const root = prose(
      '<div data-alert="note"><p class="markdown-alert-title">Mind the gap</p></div>',
    );
    expect(root.textContent).toBe('Mind the gap');
  });
});

describe('the language of a text', () => {
  it.each([
    [[['lang', 'pt-BR']], 'abc', 'pt-BR'],
    [[['language', 'not a tag']], 'abc', undefined],
    [[], '漢字とかな', 'ja'],
    [[], '한국어', 'ko'],
    [[], '汉字', undefined],
  ] as const)('%j %s', (fields, text, language) => {
    expect(languageOf(fields, text)).toBe(language);
  });
});
