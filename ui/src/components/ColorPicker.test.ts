import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

import { HUES } from '~/lib/hues';

import ColorPicker from './ColorPicker.svelte';

function setUp(value: string) {
  const onchange = vi.fn();
  render(ColorPicker, { label: 'Color', value, onchange });
  return { onchange, user: userEvent.setup() };
}

it('chooses a named color with the arrows', async () => {
  const { user, onchange } = setUp(HUES.red);
  await user.tab();
  expect(screen.getByRole('radio', { name: 'Red' })).toHaveFocus();
  await user.keyboard('{ArrowRight}');
  expect(onchange).toHaveBeenLastCalledWith(HUES.orange);
});

it('takes a color of one’s own once it is whole, and says when it is not one', async () => {
  const { user, onchange } = setUp(HUES.red);
  const field = screen.getByLabelText('Custom color');
  await user.clear(field);
  await user.type(field, '#4a90d');
  expect(onchange).not.toHaveBeenCalled();
  expect(field).toBeInvalid();
  await user.type(field, '9');
  expect(onchange).toHaveBeenLastCalledWith('#4A90D9');
  expect(field).toBeValid();
});
