import FileText from '@lucide/svelte/icons/file-text';
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

import IconPicker from './IconPicker.svelte';

const icons = new Map([
  ['book', FileText],
  ['book-open', FileText],
  ['cloud', FileText],
]);

function setUp(value: string | null = null) {
  const onchange = vi.fn();
  render(IconPicker, { label: 'Icon', icons, value, onchange });
  return { onchange, user: userEvent.setup() };
}

it('finds icons by a part of their name', async () => {
  const { user, onchange } = setUp();
  await user.type(screen.getByRole('searchbox'), 'book o');
  expect(screen.getAllByRole('radio')).toHaveLength(1);
  await user.click(screen.getByRole('radio', { name: 'book-open' }));
  expect(onchange).toHaveBeenCalledWith('book-open');
});

it('is one tab stop, and the arrows choose', async () => {
  const { user, onchange } = setUp('book');
  await user.tab();
  await user.tab();
  expect(screen.getByRole('radio', { name: 'book' })).toHaveFocus();
  await user.keyboard('{ArrowRight}');
  expect(onchange).toHaveBeenLastCalledWith('book-open');
  expect(screen.getByRole('radio', { name: 'book-open' })).toHaveFocus();
});

it('offers no icon first', async () => {
  const { user, onchange } = setUp('book');
  await user.click(screen.getByRole('radio', { name: 'No icon' }));
  expect(onchange).toHaveBeenCalledWith(null);
});
