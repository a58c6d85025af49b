import { expect, it, vi } from 'vitest';

import { FakeBackend } from '~/backend/fake';

import { App } from './app.svelte';
import { MemoryStore } from './recovery';

/** An app whose undo answers as the core does when things were changed since. */
async function refusing(count: number, names: readonly string[]) {
  const app = new App(new FakeBackend(), new MemoryStore());
  await app.start();
  const refused = names.map((name) => ({ name, reason: 'it was changed since' }));
  vi.spyOn(app.library, 'revert').mockResolvedValue({ count, refused });
  app.library.offerUndo('Moved 2 documents to Trash', 'batch');
  await app.library.undo();
  return app.notices.shown.at(-1);
}

it('says what was undone', async () => {
  const said = await refusing(2, []);
  expect(said).toMatchObject({ tone: 'info', text: 'Undone: Moved 2 documents to Trash' });
});

it('says which things an undo left as they are, and why', async () => {
  const said = await refusing(1, ['Plan']);
  expect(said).toMatchObject({
    tone: 'error',
    text: 'Undone in part: Moved 2 documents to Trash',
    detail: 'Plan: it was changed since',
  });
});

it('says that nothing was undone, and names no more than can be read', async () => {
  const said = await refusing(0, ['1', '2', '3', '4', '5', '6', '7']);
  expect(said?.text).toBe('Not undone: Moved 2 documents to Trash');
  expect(said?.detail?.split('\n')).toHaveLength(6);
  expect(said?.detail).toMatch(/and 2 more$/);
});
