import { describe, expect, it } from 'vitest';

import { FakeBackend } from '~/backend/fake';

import { DocumentList } from './documents.svelte';

const seeds = Array.from({ length: 250 }, (_, n) => ({
  title: `Note ${n}`,
  text: `# Note ${n}`,
  tags: [],
  minutesAgo: n,
}));

const NO_NAMES = {
  categoryPath: () => undefined,
  tagName: () => undefined,
  savedQuery: () => undefined,
};

async function setUp() {
  const backend = new FakeBackend(seeds);
  const list = new DocumentList(backend, NO_NAMES);
  await list.retry();
  return { backend, list };
}

describe('a list of documents', () => {
  it('reads page by page and never the whole library', async () => {
    const { list } = await setUp();
    expect(list.items).toHaveLength(100);
    await list.loadMore();
    expect(list.items).toHaveLength(200);
    await list.loadMore();
    await list.loadMore();
    expect(list.items).toHaveLength(250);
    expect(list.hasMore).toBe(false);
  });

  it('asks once for a page, however often it is scrolled to', async () => {
    const { backend, list } = await setUp();
    await Promise.all([list.loadMore(), list.loadMore(), list.loadMore()]);
    expect(list.items).toHaveLength(200);
    expect(backend.calls.filter(({ name }) => name === 'document.list')).toHaveLength(2);
  });

  it('keeps what was loaded and selected when it is read again', async () => {
    const { list } = await setUp();
    await list.loadMore();
    const chosen = list.items[150]?.id ?? '';
    list.select(chosen);
    await list.refresh();
    expect(list.items).toHaveLength(200);
    expect(list.active).toBe(chosen);
  });

  it('selects a range from where the selection began', async () => {
    const { list } = await setUp();
    const id = (at: number) => list.items[at]?.id ?? '';
    list.select(id(5));
    list.extendTo(id(8));
    expect(list.selected.map((item) => item.title)).toEqual([
      'Note 5',
      'Note 6',
      'Note 7',
      'Note 8',
    ]);
    list.extendTo(id(3));
    expect(list.selected).toHaveLength(3);
  });

  it('goes to the next row when rows are taken away', async () => {
    const { list } = await setUp();
    const [first, second, third] = list.items;
    list.remove([first?.id ?? '', second?.id ?? '']);
    expect(list.active).toBe(third?.id);
  });
});
