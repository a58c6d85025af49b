import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

import KeyRecorder from './KeyRecorder.svelte';

function setUp(conflicts: readonly string[] = []) {
  const onrecord = vi.fn();
  const onclose = vi.fn();
  const onclear = vi.fn();
  const conflictsOf = vi.fn(() => conflicts);
  render(KeyRecorder, { label: 'Keys for New', conflictsOf, onrecord, onclear, onclose });
  return { onrecord, onclear, onclose, conflictsOf, user: userEvent.setup() };
}

it('has the focus, takes a chord, and keeps it with Enter', async () => {
  const { user, onrecord } = setUp();
  expect(screen.getByRole('button', { name: 'Keys for New' })).toHaveFocus();
  await user.keyboard('{Control>}{Shift>}y{/Shift}{/Control}');
  expect(onrecord).not.toHaveBeenCalled();
  await user.keyboard('{Enter}');
  expect(onrecord).toHaveBeenCalledWith('Mod+Shift+Y');
});

it('says what a chord means already before it is taken away', async () => {
  const { user, conflictsOf, onrecord } = setUp(['Go to document…']);
  await user.keyboard('{Control>}p{/Control}');
  expect(conflictsOf).toHaveBeenLastCalledWith('Mod+P');
  expect(screen.getByRole('status')).toHaveTextContent('Go to document…');
  await user.click(screen.getByRole('button', { name: 'Replace' }));
  expect(onrecord).toHaveBeenCalledWith('Mod+P');
});

it('takes no key that would be typed, and leaves with Escape', async () => {
  const { user, onrecord, onclose } = setUp();
  await user.keyboard('a{Enter}');
  expect(onrecord).not.toHaveBeenCalled();
  await user.keyboard('{Escape}');
  expect(onclose).toHaveBeenCalled();
});

it('takes the keys away', async () => {
  const { user, onclear } = setUp();
  await user.click(screen.getByRole('button', { name: 'No keys' }));
  expect(onclear).toHaveBeenCalled();
});
