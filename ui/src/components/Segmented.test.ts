import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

import Segmented from './Segmented.svelte';

it('is one tab stop; the arrows choose and go round', async () => {
  const onchange = vi.fn();
  render(Segmented<'edit' | 'split' | 'preview'>, {
    label: 'View',
    value: 'edit',
    segments: [
      { value: 'edit', label: 'Edit' },
      { value: 'split', label: 'Split' },
      { value: 'preview', label: 'Preview' },
    ],
    onchange,
  });
  const user = userEvent.setup();
  await user.tab();
  expect(screen.getByRole('radio', { name: 'Edit' })).toHaveFocus();
  await user.keyboard('{ArrowLeft}');
  expect(onchange).toHaveBeenLastCalledWith('preview');
  expect(screen.getByRole('radio', { name: 'Preview' })).toHaveFocus();
});
