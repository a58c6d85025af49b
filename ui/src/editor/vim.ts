import type { Extension } from '@codemirror/state';
import { ViewPlugin, type EditorView } from '@codemirror/view';
import { getCM, Vim, vim } from '@replit/codemirror-vim';

export interface VimHooks {
  /** `:w` */
  readonly write: () => void;
  /** `:q` */
  readonly quit: () => void;
  readonly mode: (mode: string) => void;
}

/** Vim keys; loaded only when they are switched on. */
export function vimKeys(hooks: VimHooks): Extension {
  Vim.defineEx('write', 'w', () => hooks.write());
  Vim.defineEx('quit', 'q', () => hooks.quit());
  Vim.defineEx('wq', 'wq', () => {
    hooks.write();
    hooks.quit();
  });
  const watchMode = ViewPlugin.define((view: EditorView) => {
    const editor = getCM(view);
    const tell = ({ mode }: { mode: string }) => hooks.mode(mode);
    editor?.on('vim-mode-change', tell);
    hooks.mode('normal');
    return { destroy: () => editor?.off('vim-mode-change', tell) };
  });
  return [vim(), watchMode];
}
