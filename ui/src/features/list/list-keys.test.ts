import { beforeEach, expect, it, vi } from 'vitest';

import { FakeBackend } from '~/backend/fake';
import { App } from '~/state/app.svelte';

import { listKeys } from './list-keys';

const seeds = ['Harvest', 'Hops', 'Plums', 'Quince'].map((title, n) => ({
  title,
  text: `# ${title}`,
  tags: [],
  minutesAgo: n,
}));

let app: App;
let backend: FakeBackend;
beforeEach(async () => {
  localStorage.clear();
  backend = new FakeBackend(seeds);
  app = new App(backend);
  await app.start();
  app.documents.select(app.documents.items[0]?.id ?? null);
});

function press(key: string, more: KeyboardEventInit = {}): void {
  listKeys(app, new KeyboardEvent('keydown', { key, ...more }));
}
const chosen = () => app.documents.selected.map(({ title }) => title);

it('moves with the arrows and extends with Shift', () => {
  press('ArrowDown');
  expect(chosen()).toEqual(['Hops']);
  press('ArrowDown', { shiftKey: true });
  expect(chosen()).toEqual(['Hops', 'Plums']);
  press('End');
  expect(chosen()).toEqual(['Quince']);
});

it('selects all, and one again with Escape', async () => {
  press('a', { ctrlKey: true });
  await vi.waitFor(() => expect(chosen()).toHaveLength(4));
  press('Escape');
  expect(chosen()).toEqual(['Harvest']);
});

it('marks all that is selected as favorites in one step', async () => {
  press('ArrowDown', { shiftKey: true });
  press('s');
  await vi.waitFor(() =>
    expect(backend.calls.filter(({ name }) => name === 'document.update')).toHaveLength(1),
  );
  await vi.waitFor(() =>
    expect(app.documents.items.filter(({ favorite }) => favorite)).toHaveLength(2),
  );
});

it('takes letters typed quickly for a name', () => {
  press('h');
  expect(chosen()).toEqual(['Hops']);
  press('a');
  expect(chosen()).toEqual(['Harvest']);
});

it('opens a document beside the one that is open', () => {
  app.tabs.show('other', 'Other');
  press('Enter', { ctrlKey: true });
  expect(app.tabs.items.map(({ title }) => title)).toEqual(['Other', 'Harvest']);
});

it.each([
  ['m', 'move'],
  ['t', 'tags'],
])('opens with %s what changes the selected documents', (key, overlay) => {
  vi.useFakeTimers({ now: Date.now() + 10_000 });
  press(key);
  vi.useRealTimers();
  expect(app.overlay).toBe(overlay);
});

it('trashes the selection with Delete and brings it back with one undo', async () => {
  press('ArrowDown', { shiftKey: true });
  press('Delete');
  await vi.waitFor(() => expect(app.documents.items).toHaveLength(2));
  await app.library.undo();
  await vi.waitFor(() => expect(app.documents.items).toHaveLength(4));
});
