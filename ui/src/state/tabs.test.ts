import { beforeEach, expect, it } from 'vitest';

import { Tabs } from './tabs.svelte';

let tabs: Tabs;
beforeEach(() => {
  localStorage.clear();
  tabs = new Tabs();
});
const ids = () => tabs.items.map(({ id }) => id);

function openThree() {
  tabs.show('a', 'A');
  tabs.add('b', 'B');
  tabs.show('b', 'B');
  tabs.add('c', 'C');
  tabs.show('c', 'C');
}

it('shows a document in place of the one before, and nothing of itself', () => {
  tabs.show('a', 'A');
  tabs.show('b', 'B');
  expect(ids()).toEqual(['b']);
  expect(tabs.shown).toBe(false);
});

it('opens a document beside the one that is shown, once', () => {
  openThree();
  tabs.show('a', 'A');
  tabs.add('d', 'D');
  tabs.add('d', 'D');
  expect(ids()).toEqual(['a', 'd', 'b', 'c']);
  expect(tabs.shown).toBe(true);
});

it('closes a tab, shows the one behind it, and puts it back', () => {
  openThree();
  tabs.show('b', 'B');
  expect(tabs.close('b')).toBe('c');
  expect(tabs.close('c')).toBe('a');
  expect(tabs.reopen()?.id).toBe('c');
  expect(tabs.reopen()?.id).toBe('b');
  expect(ids()).toEqual(['a', 'b', 'c']);
  expect(tabs.reopen()).toBeNull();
});

it('goes round, and changes the order', () => {
  openThree();
  expect(tabs.beside(1)?.id).toBe('a');
  expect(tabs.beside(-1)?.id).toBe('b');
  tabs.move('c', 'a');
  expect(ids()).toEqual(['c', 'a', 'b']);
  tabs.shift('c', 1);
  expect(ids()).toEqual(['a', 'c', 'b']);
  tabs.shift('b', 1);
  expect(ids()).toEqual(['a', 'c', 'b']);
});

it('forgets documents that are gone, and does not bring them back', () => {
  openThree();
  tabs.close('b');
  tabs.drop(['b', 'c']);
  expect(ids()).toEqual(['a']);
  expect(tabs.active).toBe('a');
  expect(tabs.canReopen).toBe(false);
});

it('is taken up where a library was left', () => {
  tabs.restore('library');
  openThree();
  tabs.show('b', 'B');
  const place = { anchor: 3, head: 3, scrollTop: 40 };
  tabs.keep((id) => (id === 'b' ? place : undefined));

  const again = new Tabs();
  const { places } = again.restore('library');
  expect(again.items).toEqual(tabs.items);
  expect(again.active).toBe('b');
  expect([...places]).toEqual([['b', place]]);

  const other = new Tabs();
  other.restore('another');
  expect(other.items).toEqual([]);
});

it('survives what it cannot read', () => {
  localStorage.setItem('longhand.tabs.library', '{"items":[1,{"id":"a"}],"places":{"a":4}}');
  const { places } = tabs.restore('library');
  expect(tabs.items).toEqual([]);
  expect(places.size).toBe(0);
});
