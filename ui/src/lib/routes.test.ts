import { describe, expect, it } from 'vitest';

import { formatRoute, parseRoute, type Route } from './routes';

describe('addresses', () => {
  const routes: Route[] = [
    { name: 'list', list: 'inbox' },
    { name: 'category', id: 'a/b c' },
    { name: 'tag', id: '日本' },
    { name: 'search', query: 'tag:a "b & c"' },
    { name: 'document', id: '0198' },
    { name: 'document', id: '0198', line: 12 },
    { name: 'history', id: '0198' },
    { name: 'history', id: '0198', version: 'v1' },
    { name: 'conflict', id: '0198' },
    { name: 'conflict', id: '0198', conflict: 'c1' },
    { name: 'settings' },
    { name: 'settings', section: 'editor' },
    { name: 'import' },
    { name: 'view', view: 'storage' },
    { name: 'view', view: 'graph', around: '0198' },
  ];
  it.each(routes)('go there and back: %j', (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });

  it.each([
    '',
    '/',
    '/lib/nothing',
    '/doc',
    '/doc/1/unknown',
    '/storage/1',
    '/cat/%E0%A4%A',
    'nonsense',
  ])('refuses %j', (address) => {
    expect(parseRoute(address)).toBeNull();
  });
});
