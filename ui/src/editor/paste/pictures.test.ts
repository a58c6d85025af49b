import { EditorView } from '@codemirror/view';
import { afterEach, expect, it, vi } from 'vitest';

import { pasting } from '.';

let view: EditorView;
afterEach(() => view.destroy());

/** Pastes into an editor whose engine tells nothing but what is given. */
async function paste(offered: Readonly<Record<string, string>>, found: readonly File[]) {
  const files = vi.fn();
  const pictures = vi.fn(() => Promise.resolve(found));
  view = new EditorView({ doc: 'text', extensions: pasting({ files, pictures }) });
  const event = new Event('paste', { bubbles: true, cancelable: true });
  const clipboardData = { getData: (type: string) => offered[type] ?? '', files: [] };
  view.contentDOM.dispatchEvent(Object.assign(event, { clipboardData }));
  await Promise.resolve();
  await Promise.resolve();
  return { files, pictures };
}

it('asks the clipboard for pictures where a paste came with nothing', async () => {
  const picture = new File(['x'], 'image.png', { type: 'image/png' });
  const { files } = await paste({}, [picture]);
  expect(files).toHaveBeenCalledWith([picture], 0);
});

it('never asks where there is text', async () => {
  const { pictures, files } = await paste({ 'text/plain': 'words' }, []);
  expect(pictures).not.toHaveBeenCalled();
  expect(files).not.toHaveBeenCalled();
});

it('attaches nothing where there is no picture either', async () => {
  const { pictures, files } = await paste({}, []);
  expect(pictures).toHaveBeenCalled();
  expect(files).not.toHaveBeenCalled();
});
