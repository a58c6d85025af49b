import { describe, expect, it, vi } from 'vitest';

import type { Rendered } from '~/backend';
import { FakeBackend } from '~/backend/fake';

import { PreviewState } from './preview.svelte';

type Answer = Partial<Rendered> & Pick<Rendered, 'blocks'>;

const block = (hash: string, lineFrom: number, html: string | undefined = `<p>${hash}</p>`) => ({
  hash,
  lineFrom,
  lineTo: lineFrom,
  html,
});

/** A preview whose core gives these answers in turn. */
function setUp(answers: readonly Answer[]) {
  const backend = new FakeBackend();
  const spy = vi.spyOn(backend, 'call');
  for (const [turn, answer] of answers.entries()) {
    spy.mockResolvedValueOnce({
      state: `state ${turn + 1}`,
      kept: undefined,
      outline: undefined,
      frontMatter: undefined,
      remoteImages: 0,
      unfinished: false,
      links: undefined,
      attachments: undefined,
      ...answer,
    });
  }
  const requests = () => spy.mock.calls.map(([, request]) => request);
  return { preview: new PreviewState(backend, 'document'), requests };
}

describe('a preview', () => {
  it('puts what came between what stayed, which keeps its element', async () => {
    const { preview, requests } = setUp([
      { blocks: [block('a', 1), block('b', 3), block('a', 5), block('c', 7)], outline: [] },
      {
        kept: { before: 1, after: 2, lines: 2 },
        blocks: [block('x', 3), block('b', 5, undefined)],
      },
    ]);
    await preview.render(() => 'one');
    const keys = preview.blocks.map(({ key }) => key);
    const outline = preview.outline;
    await preview.render(() => 'two');
    expect(preview.blocks.map(({ html }) => html)).toEqual(
      ['a', 'x', 'b', 'a', 'c'].map((hash) => `<p>${hash}</p>`),
    );
    expect(preview.blocks.map(({ key }) => key).filter((_, at) => at !== 1)).toEqual(keys);
    expect(preview.blocks.map(({ lineFrom }) => lineFrom)).toEqual([1, 3, 5, 7, 9]);
    expect(new Set(preview.blocks.map(({ key }) => key)).size).toBe(5);
    expect(preview.outline).toBe(outline);
    expect(requests()).toEqual([
      { document: 'document', text: 'one' },
      { document: 'document', text: 'two', known: 'state 1' },
    ]);
  });

  it('shows a whole answer in place of all there was', async () => {
    const { preview } = setUp([
      { blocks: [block('a', 1), block('b', 3)] },
      { blocks: [block('b', 1)] },
    ]);
    await preview.render(() => 'one');
    const kept = preview.blocks[1];
    await preview.render(() => 'two');
    expect(preview.blocks).toEqual([{ ...kept, lineFrom: 1, lineTo: 1 }]);
  });

  it('asks once for all that was typed, and for colours when it is quiet', async () => {
    vi.useFakeTimers();
    try {
      const { preview, requests } = setUp([
        { blocks: [], unfinished: true },
        { blocks: [], kept: { before: 0, after: 0, lines: 0 } },
      ]);
      preview.schedule(() => 'a');
      preview.schedule(() => 'ab');
      await vi.advanceTimersByTimeAsync(399);
      expect(requests()).toMatchObject([{ text: 'ab' }]);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(requests()).toMatchObject([{ text: 'ab' }, { text: 'ab' }]);
    } finally {
      vi.useRealTimers();
    }
  });
});
