import { describe, expect, it } from 'vitest';

import { list, number, object, oneOf, optional, string, tagged } from './decode';

const point = object({ x: number, label: optional(string) });

describe('decoding', () => {
  it('keeps the named fields and drops the others', () => {
    expect(point({ x: 1, label: null, colour: 'red' }, 'answer')).toEqual({
      x: 1,
      label: undefined,
    });
  });

  it.each([
    [point, { x: '1' }, 'the answer has no number at a.x'],
    [list(point), [{ x: 1 }, {}], 'the answer has no number at a[1].x'],
    [oneOf('light', 'dark'), 'blue', 'the answer has no light | dark at a'],
    [tagged('kind', { all: {} }), { kind: 'some' }, 'the answer has no all at a.kind'],
  ])('names the path of what is wrong', (decode, value, message) => {
    expect(() => decode(value, 'a')).toThrow(message);
  });

  it('reads tagged objects', () => {
    const scope = tagged('kind', { all: {}, tag: { id: string } });
    expect(scope({ kind: 'tag', id: 't1' }, 'a')).toEqual({ kind: 'tag', id: 't1' });
  });
});
