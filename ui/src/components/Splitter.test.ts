import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

import Splitter from './Splitter.svelte';

const bounds = { label: 'Sidebar width', min: 200, max: 360, initial: 240 };

it.each([
  ['{ArrowRight}', false, 256],
  ['{ArrowLeft}', false, 224],
  ['{ArrowLeft}', true, 256],
  ['{Home}', false, 200],
  ['{End}', false, 360],
])('%s (reversed: %s) sets %d pixels', async (key, reversed, expected) => {
  const onchange = vi.fn();
  render(Splitter, { ...bounds, value: 240, reversed, onchange });
  const user = userEvent.setup();
  await user.tab();
  expect(screen.getByRole('separator', { name: 'Sidebar width' })).toHaveFocus();
  await user.keyboard(key);
  expect(onchange).toHaveBeenCalledWith(expected);
});

it('stays within its bounds', async () => {
  const onchange = vi.fn();
  render(Splitter, { ...bounds, value: 355, onchange });
  const user = userEvent.setup();
  await user.tab();
  await user.keyboard('{ArrowRight}');
  expect(onchange).toHaveBeenCalledWith(360);
});
