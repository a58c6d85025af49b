import { describe, expect, it } from 'vitest';

import type { CategoryNode } from '~/backend';

import { CategoryPlaces } from './category-place';

const PARENTS: readonly (readonly [string, string | undefined])[] = [
  ['a', undefined],
  ['a1', 'a'],
  ['a2', 'a'],
  ['b', undefined],
  ['c', undefined],
];
const nodes = PARENTS.map(([id, parent]): CategoryNode => ({
  id,
  name: id,
  parent,
  color: undefined,
  icon: undefined,
  description: '',
  order: '',
  documents: 0,
  total: 0,
}));
const places = new CategoryPlaces(nodes);

describe('a category let go at another one', () => {
  it.each([
    ['c', 'a', 'before', false, { parent: null, before: 'a' }],
    ['c', 'a', 'inside', false, { parent: 'a', before: null }],
    ['c', 'a', 'after', false, { parent: null, before: 'b' }],
    ['c', 'a', 'after', true, { parent: 'a', before: 'a1' }],
    ['a1', 'b', 'after', false, { parent: null, before: 'c' }],
    ['a1', 'a2', 'after', false, { parent: 'a', before: null }],
  ] as const)('%s at %s, %s (open: %s)', (moved, at, landing, isOpen, expected) => {
    expect(places.landing(moved, at, landing, isOpen)).toEqual(expected);
  });

  it.each([
    ['a', 'a', 'inside'],
    ['a', 'a1', 'inside'],
    ['a', 'a1', 'before'],
  ] as const)('%s does not go into itself, at %s', (moved, at, landing) => {
    expect(places.landing(moved, at, landing, true)).toBeNull();
  });

  it.each([
    ['b', 'c', 'before'],
    ['b', 'a', 'after'],
    ['a2', 'a', 'inside'],
  ] as const)('%s stays where it is, at %s %s', (moved, at, landing) => {
    expect(places.landing(moved, at, landing, false)).toBeNull();
  });
});

it.each([
  ['b', 'ArrowUp', { parent: null, before: 'a' }],
  ['a', 'ArrowUp', null],
  ['b', 'ArrowDown', { parent: null, before: null }],
  ['c', 'ArrowDown', null],
  ['b', 'ArrowRight', { parent: 'a', before: null }],
  ['a', 'ArrowRight', null],
  ['a1', 'ArrowLeft', { parent: null, before: 'b' }],
  ['b', 'ArrowLeft', null],
])('Alt with an arrow moves %s (%s)', (moved, key, expected) => {
  expect(places.step(moved, key)).toEqual(expected);
});
