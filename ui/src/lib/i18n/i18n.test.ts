import { afterEach, describe, expect, it } from 'vitest';

import en from './en';
import { i18n, LOCALES, t, type Catalog, type PluralMessage } from './index.svelte';
import ja from './ja';
import zh from './zh';

function placeholders(message: string | PluralMessage): string[] {
  const texts = typeof message === 'string' ? [message] : [message.other];
  return texts.flatMap((text) => text.match(/\{\w+\}/g) ?? []).sort();
}

afterEach(() => i18n.use('en'));

describe('the catalogues', () => {
  const english: Catalog = en;
  it.each([
    ['zh', zh],
    ['ja', ja],
  ])('%s fills in the same parameters as English', (_, catalog: Catalog) => {
    for (const [key, message] of Object.entries(catalog)) {
      const source = Object.entries(english).find(([name]) => name === key)?.[1] ?? '';
      expect([key, placeholders(message)]).toEqual([key, placeholders(source)]);
    }
  });

  it('has no key that only one language has', () => {
    for (const catalog of [zh, ja]) {
      expect(Object.keys(catalog)).toEqual(Object.keys(en));
    }
  });
});

describe('translating', () => {
  it('chooses the plural and groups thousands', () => {
    expect(t('docs.count', { n: 1 })).toBe('1 document');
    expect(t('docs.count', { n: 1284 })).toBe('1,284 documents');
  });

  it('leaves a parameter that was not given visible', () => {
    expect(t('link.missing')).toContain('{title}');
  });

  it('switches language as a whole', async () => {
    for (const locale of LOCALES) {
      await i18n.use(locale);
      expect(document.documentElement.lang).toBe(locale);
    }
    expect(t('list.trash')).toBe('ゴミ箱');
  });
});
