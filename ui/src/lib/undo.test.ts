import { describe, expect, it, vi } from 'vitest';

import { UndoStack } from './undo.svelte';

const done = { count: 1, refused: [] };

describe('the undo stack', () => {
  it('undoes the newest step first', async () => {
    const stack = new UndoStack();
    const first = vi.fn(() => Promise.resolve(done));
    const second = vi.fn(() => Promise.resolve(done));
    stack.push({ label: 'first', undo: first });
    stack.push({ label: 'second', undo: second });
    expect((await stack.undo())?.step.label).toBe('second');
    expect(first).not.toHaveBeenCalled();
    await stack.undo();
    expect(stack.canUndo).toBe(false);
  });

  it('runs a step once, though its toast and Ctrl+Z both ask for it', async () => {
    const stack = new UndoStack();
    const step = { label: 'trash', undo: vi.fn(() => Promise.resolve(done)) };
    stack.push(step);
    await Promise.all([stack.undo(step), stack.undo(step)]);
    expect(step.undo).toHaveBeenCalledTimes(1);
  });

  it('forgets the oldest beyond its limit', async () => {
    const stack = new UndoStack();
    const oldest = { label: '0', undo: vi.fn(() => Promise.resolve(done)) };
    stack.push(oldest);
    for (let n = 1; n <= UndoStack.LIMIT; n++) {
      stack.push({ label: String(n), undo: () => Promise.resolve(done) });
    }
    expect(await stack.undo(oldest)).toBeNull();
  });
});
