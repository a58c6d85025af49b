import { beforeEach, expect, test } from 'vitest';

import { FakeBackend } from '~/backend/fake';

import { App } from './app.svelte';
import { receive } from './given';

let app: App;

beforeEach(() => {
  app = new App(new FakeBackend());
});

test('a link leads to its screen', () => {
  receive(app, { kind: 'place', address: '/search?q=caf%C3%A9' });
  expect(app.router.route).toEqual({ name: 'search', query: 'café' });
});

test('a link that names no screen, and a file that is not there, are told of', () => {
  const before = app.router.route;
  receive(app, { kind: 'place', address: '/doc/x/delete' });
  receive(app, { kind: 'unknown', name: 'gone.md' });
  expect(app.router.route).toEqual(before);
  expect(app.notices.shown.map(({ text, tone }) => [text, tone])).toEqual([
    ['There is nothing to open at “/doc/x/delete”.', 'error'],
    ['There is nothing to open at “gone.md”.', 'error'],
  ]);
});

test('files that are opened are offered for import', () => {
  receive(app, { kind: 'files', paths: ['/notes/a.md'] });
  expect(app.overlay).toBe('import');
  expect(app.dropped).toEqual({ paths: ['/notes/a.md'] });
});

test('files that are opened beside a dialog wait for it', () => {
  app.show('shortcuts');
  receive(app, { kind: 'files', paths: ['/notes/a.md'] });
  expect(app.overlay).toBe('shortcuts');
  expect(app.dropped).toBeNull();
  app.close();
  app.notices.shown[0]?.action?.run();
  expect(app.dropped).toEqual({ paths: ['/notes/a.md'] });
});
