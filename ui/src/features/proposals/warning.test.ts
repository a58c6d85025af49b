import { describe, expect, it } from 'vitest';

import type { ReviewedChange } from '~/backend';

import { warningOf } from './warning';

const change: ReviewedChange = {
  id: 'c',
  kind: 'save',
  state: 'waiting',
  document: 'd',
  title: 'Plan',
  present: 'there',
  fields: [],
  text: { before: 'a', after: 'b', outcome: 'saved' },
};
const text = { before: 'a', after: 'b' };

describe('what is said of a proposed change', () => {
  it.each([
    [change, null],
    [{ ...change, text: { ...text, outcome: 'merged' } }, 'proposals.merged'],
    [{ ...change, text: { ...text, outcome: 'conflict' } }, 'proposals.conflict'],
    [{ ...change, present: 'trashed' }, 'proposals.trashed'],
    [{ ...change, present: 'absent' }, 'proposals.gone'],
    // A document that is to be made is not there yet, or in the trash since an undo.
    [{ ...change, kind: 'create', present: 'absent' }, null],
    [
      {
        ...change,
        kind: 'update',
        text: undefined,
        fields: [{ name: 'title', before: 'A', after: 'B', changedSince: true }],
      },
      'proposals.fieldsChanged',
    ],
  ] satisfies [ReviewedChange, string | null][])('%o', (given, expected) => {
    expect(warningOf(given)).toBe(expected);
  });
});
