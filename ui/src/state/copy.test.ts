import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { FakeBackend } from '~/backend/fake';

import { App } from './app.svelte';
import { copyText } from './copy';

let app: App;
beforeEach(() => {
  app = new App(new FakeBackend());
});
afterEach(() => give(undefined));

/** Gives the page a clipboard, or none as over plain HTTP. */
function give(clipboard: Pick<Clipboard, 'writeText'> | undefined): void {
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
}

test('a copy is said', async () => {
  const writeText = vi.fn(() => Promise.resolve());
  give({ writeText });
  await copyText(app, 'words');
  expect(writeText).toHaveBeenCalledWith('words');
  expect(app.notices.shown.map(({ tone, text }) => [tone, text])).toEqual([['info', 'Copied']]);
});

test.each([
  ['there is no clipboard', undefined],
  ['the browser refuses', { writeText: () => Promise.reject(new Error('NotAllowedError')) }],
])('where %s, that is said and nothing else goes wrong', async (_why, clipboard) => {
  give(clipboard);
  await copyText(app, 'words');
  expect(app.notices.shown.map(({ tone, text }) => [tone, text])).toEqual([
    ['error', 'This page may not write to the clipboard.'],
  ]);
});
