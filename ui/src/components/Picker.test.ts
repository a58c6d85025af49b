import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

import type { PickerItem } from './picker-item';
import Picker from './Picker.svelte';

const items = [
  { id: '1', title: 'Release checklist' },
  { id: '2', title: 'Reading list' },
  { id: '3', title: 'Runbook' },
];

function setUp(shown: readonly PickerItem[] = items) {
  const onchoose = vi.fn();
  const oncreate = vi.fn();
  const onclose = vi.fn();
  render(Picker, {
    label: 'Go to',
    placeholder: 'Type',
    value: '',
    items: shown,
    empty: 'Nothing',
    onchoose,
    oncreate,
    onclose,
  });
  return { onchoose, oncreate, onclose, user: userEvent.setup() };
}

it('has the focus in its field and the first item ready for Enter', async () => {
  const { user, onchoose } = setUp();
  const field = screen.getByRole('combobox', { name: 'Go to' });
  await vi.waitFor(() => expect(field).toHaveFocus());
  await user.keyboard('{Enter}');
  expect(onchoose).toHaveBeenCalledWith(items[0], { mod: false, shift: false, alt: false });
});

it('takes with Enter what answers the last letter, not what stood there before', async () => {
  const onchoose = vi.fn();
  const props = { label: 'Go to', placeholder: 'Type', value: 'r', empty: 'Nothing', onchoose };
  const shown = render(Picker, { ...props, items, pending: true, onclose: vi.fn() });
  await vi.waitFor(() => expect(screen.getByRole('combobox')).toHaveFocus());
  await userEvent.setup().keyboard('{Enter}');
  expect(onchoose).not.toHaveBeenCalled();
  await shown.rerender({ items: items.slice(2), pending: false });
  await vi.waitFor(() => expect(onchoose).toHaveBeenCalledWith(items[2], expect.anything()));
});

it('moves with the arrows and goes round', async () => {
  const { user, onchoose } = setUp();
  await vi.waitFor(() => expect(screen.getByRole('combobox')).toHaveFocus());
  await user.keyboard('{ArrowDown}');
  expect(screen.getByRole('option', { name: 'Reading list' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await user.keyboard('{ArrowUp}{ArrowUp}{Enter}');
  expect(onchoose).toHaveBeenCalledWith(items[2], expect.anything());
});

it('creates what was typed with Shift+Enter, or when nothing matches', async () => {
  const { user, oncreate, onchoose } = setUp();
  await vi.waitFor(() => expect(screen.getByRole('combobox')).toHaveFocus());
  await user.keyboard('Re{Shift>}{Enter}{/Shift}');
  expect(oncreate).toHaveBeenCalledWith('Re');
  expect(onchoose).not.toHaveBeenCalled();
});

it('leaves Enter to the input method while it composes', async () => {
  const { onchoose } = setUp();
  const field = screen.getByRole('combobox');
  field.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }),
  );
  await Promise.resolve();
  expect(onchoose).not.toHaveBeenCalled();
});

it('closes with Escape', async () => {
  const { user, onclose } = setUp();
  await vi.waitFor(() => expect(screen.getByRole('combobox')).toHaveFocus());
  await user.keyboard('{Escape}');
  expect(onclose).toHaveBeenCalled();
});

it('says why an item cannot be chosen, and does not choose it', async () => {
  const reason = 'Needs an open document';
  const { user, onchoose } = setUp([{ id: '1', title: 'Rename…', detail: reason, disabled: true }]);
  const option = screen.getByRole('option', { name: 'Rename… Needs an open document' });
  expect(option).toHaveAttribute('aria-disabled', 'true');
  await vi.waitFor(() => expect(screen.getByRole('combobox')).toHaveFocus());
  await user.keyboard('{Enter}');
  await user.click(option);
  expect(onchoose).not.toHaveBeenCalled();
});
