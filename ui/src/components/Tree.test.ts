import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { expect, it, vi } from 'vitest';

import Tree from './Tree.svelte';

const rows = [
  { id: 'a', text: 'Engineering', level: 1, expanded: true },
  { id: 'b', text: 'Architecture', level: 2 },
  { id: 'c', text: 'Runbooks', level: 2 },
  { id: 'd', text: 'Writing', level: 1, expanded: false },
];
const row = createRawSnippet<[(typeof rows)[number]]>((item) => ({
  render: () => `<span>${item().text}</span>`,
}));

function setUp() {
  const onselect = vi.fn();
  const onexpand = vi.fn();
  render(Tree, { label: 'Categories', rows, selected: 'a', row, onselect, onexpand });
  return { onselect, onexpand, user: userEvent.setup() };
}

it('is one tab stop, and the arrows move in it', async () => {
  const { user } = setUp();
  await user.tab();
  expect(screen.getByRole('treeitem', { name: 'Engineering' })).toHaveFocus();
  await user.keyboard('{ArrowDown}{ArrowDown}');
  expect(screen.getByRole('treeitem', { name: 'Runbooks' })).toHaveFocus();
  await user.keyboard('{ArrowLeft}');
  expect(screen.getByRole('treeitem', { name: 'Engineering' })).toHaveFocus();
  await user.keyboard('{End}');
  expect(screen.getByRole('treeitem', { name: 'Writing' })).toHaveFocus();
});

it('opens and closes with the arrows, and selects with Enter', async () => {
  const { user, onexpand, onselect } = setUp();
  await user.tab();
  await user.keyboard('{ArrowLeft}');
  expect(onexpand).toHaveBeenLastCalledWith(rows[0], false);
  await user.keyboard('{End}{ArrowRight}{Enter}');
  expect(onexpand).toHaveBeenLastCalledWith(rows[3], true);
  expect(onselect).toHaveBeenCalledWith(rows[3]);
});

it('finds a row by its first letters', async () => {
  const { user } = setUp();
  await user.tab();
  await user.keyboard('ru');
  expect(screen.getByRole('treeitem', { name: 'Runbooks' })).toHaveFocus();
});
