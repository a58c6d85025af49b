import { Prec, type Extension } from '@codemirror/state';
import { keymap, ViewPlugin, type EditorView } from '@codemirror/view';
import { getCM, Vim, vim } from '@replit/codemirror-vim';

export interface VimHooks {
  /** `:w` */
  readonly write: () => void;
  /** `:q` */
  readonly quit: () => void;
  /** `:e name` */
  readonly edit: (name: string) => void;
  /** `:sp` */
  readonly split: () => void;
  /** `:h` */
  readonly help: () => void;
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
  Vim.defineEx('edit', 'e', (_: unknown, { argString }: { argString?: string }) =>
    hooks.edit(argString?.trim() ?? ''),
  );
  Vim.defineEx('split', 'sp', () => hooks.split());
  Vim.defineEx('help', 'h', () => hooks.help());
  const watchMode = ViewPlugin.define((view: EditorView) => {
    const editor = getCM(view);
    const tell = ({ mode }: { mode: string }) => hooks.mode(mode);
    editor?.on('vim-mode-change', tell);
    hooks.mode('normal');
    return { destroy: () => editor?.off('vim-mode-change', tell) };
  });
  // Vim has no use for Tab outside of insert mode, and there it must not change the text.
  const commands = (view: EditorView) => getCM(view)?.state.vim?.insertMode !== true;
  const noTab = Prec.highest(keymap.of([{ key: 'Tab', run: commands, shift: commands }]));
  return [vim(), noTab, watchMode];
}
