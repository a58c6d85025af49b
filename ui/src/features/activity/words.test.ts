import { describe, expect, it } from 'vitest';

import type { AuditEntry } from '~/backend';

import { canRevert, changedFields, resultText, toRows } from './words';

function entry(fields: Partial<AuditEntry> = {}): AuditEntry {
  return {
    sequence: 1,
    at: '2026-11-28T10:00:00Z',
    cause: { actor: { kind: 'person' }, batch: 'b', command: 'document.update', client: undefined },
    object: { kind: 'document', id: 'd', name: 'Plan' },
    action: 'update',
    before: { title: 'Old', pinned: false },
    after: { title: 'New', pinned: false },
    reverted: false,
    ...fields,
  };
}

describe('an entry of the activity log', () => {
  it('names only the fields that differ', () => {
    expect(changedFields(entry())).toEqual([{ name: 'title', before: 'Old', after: 'New' }]);
    expect(changedFields(entry({ before: null, after: { tags: ['a', 'b'] } }))).toEqual([
      { name: 'tags', before: '—', after: 'a, b' },
    ]);
    expect(changedFields(entry({ before: 'light', after: 'dark' }))).toEqual([
      { name: '', before: 'light', after: 'dark' },
    ]);
  });

  it('says that it was undone instead of what it changed', () => {
    expect(resultText(entry())).toBe('title');
    expect(resultText(entry({ reverted: true }))).toBe('Undone');
  });

  it.each([
    [{}, true],
    [{ reverted: true }, false],
    [{ action: 'purge' }, false],
    [{ object: { kind: 'attachment', id: 'a', name: 'a.png' } }, false],
    [{ object: { kind: 'key', id: 'k', name: 'script' }, action: 'revoke' }, false],
    [{ object: { kind: 'key', id: 'k', name: 'script' }, action: 'create' }, true],
  ] as const)('%j can be reverted: %s', (fields, expected) => {
    expect(canRevert(entry(fields))).toBe(expected);
  });

  it('names a key by what it is called where that is known', () => {
    const byKey = entry({
      cause: { actor: { kind: 'key', id: 'k' }, batch: 'b', command: 'c', client: undefined },
    });
    const scope = { access: 'read', categories: [], tags: [] } as const;
    const key = { id: 'k', name: 'script', prefix: 'lh_1', scope, createdAt: '' };
    const more = { expiresAt: undefined, lastUsedAt: undefined, revokedAt: undefined };
    expect(toRows([byKey], [{ ...key, ...more }])[1]?.[1]).toBe('script');
    expect(toRows([byKey], [])[1]?.[1]).toBe('API key');
  });
});
