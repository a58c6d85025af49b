import type { EditorState, Extension, TransactionSpec } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

import { escapeCell } from '~/editor/table/row';
import { makeTable } from '~/editor/table/make';

import { planPaste, planPlain, type Flavours, type Plan } from './plan';
import { editLater, spots } from './spot';

export interface PasteHooks {
  /**
   * Asks the clipboard for pictures where the event came with nothing at all: an engine may keep them
   * from it. Absent where the event can be believed.
   */
  readonly pictures?: (() => Promise<readonly File[]>) | undefined;
  /** Files were pasted, or dropped at a position. */
  readonly files: (files: readonly File[], at: number) => void;
}

function flavours(transfer: DataTransfer): Flavours {
  return {
    text: transfer.getData('text/plain'),
    html: transfer.getData('text/html'),
    files: [...transfer.files],
  };
}

function insert(state: EditorState, text: string): TransactionSpec {
  const { lineBreak } = state;
  const inFile = text.replace(/\r\n?|\n/g, lineBreak);
  return { ...state.replaceSelection(inFile), scrollIntoView: true, userEvent: 'input.paste' };
}

/** Puts a block on lines of its own, with a blank line where it would touch text. */
export function insertBlock(state: EditorState, block: string): TransactionSpec {
  const { from, to } = state.selection.main;
  const start = state.doc.lineAt(from);
  const end = state.doc.lineAt(to);
  const isBlank = (number: number) =>
    number < 1 || number > state.doc.lines || state.doc.line(number).text.trim() === '';
  const before = state.sliceDoc(start.from, from).trim() !== '';
  const after = state.sliceDoc(to, end.to).trim() !== '';
  const head = before ? '\n\n' : isBlank(start.number - 1) ? '' : '\n';
  const tail = after ? '\n\n' : isBlank(end.number + 1) ? '' : '\n';
  return insert(state, `${head}${block}${tail}`);
}

/** Text in one line goes where the caret is; anything longer is a block. */
export function insertMarkdown(state: EditorState, markdown: string): TransactionSpec {
  const isBlock =
    markdown.includes('\n') || /^(?:#{1,6} |[-*+] |\d+[.)] |> |\||---$)/.test(markdown);
  return isBlock ? insertBlock(state, markdown) : insert(state, markdown);
}

/** A page belongs where the caret was, also when the converter is fetched for it and typing goes on. */
async function pasteHtml(view: EditorView, { html, text }: Flavours): Promise<void> {
  const markdown = import('./html').then(
    ({ htmlToMarkdown }) => htmlToMarkdown(html),
    () => '',
  );
  await editLater(view, markdown, (state, made) => insertMarkdown(state, made || text));
}

function paste(view: EditorView, offered: Flavours, plan: Plan, hooks: PasteHooks): boolean {
  const { state } = view;
  switch (plan.kind) {
    case 'none':
      if (!hooks.pictures) return false;
      void hooks.pictures().then((files) => {
        if (files.length > 0) hooks.files(files, view.state.selection.main.head);
      });
      return true;
    case 'plain':
      return false;
    case 'cell':
      view.dispatch(insert(state, escapeCell(offered.text)));
      return true;
    case 'table':
      view.dispatch(insertBlock(state, makeTable(plan.rows, '\n')));
      return true;
    case 'html':
      void pasteHtml(view, offered);
      return true;
    case 'files':
      hooks.files(offered.files, state.selection.main.head);
      return true;
  }
}

/** Inserts a text as it is, whatever it came with. */
function insertPlain(state: EditorState, text: string): TransactionSpec {
  return insert(state, planPlain(state, text).kind === 'cell' ? escapeCell(text) : text);
}

/** Inserts the text of the clipboard, which the browser may first ask the person for. */
export function pastePlain(view: EditorView, clipboard: Promise<string>): Promise<void> {
  return editLater(view, clipboard, insertPlain);
}

const isPlainChord = ({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent) =>
  shiftKey && (ctrlKey || metaKey) && key.toLowerCase() === 'v';

/** Takes what is pasted and dropped: pages become Markdown, cells a table, files attachments. */
export function pasting(hooks: PasteHooks): Extension {
  let plainWanted = false;
  const handlers = EditorView.domEventHandlers({
    keydown: (event) => {
      plainWanted = isPlainChord(event);
      return false;
    },
    keyup: () => {
      plainWanted = false;
      return false;
    },
    paste: (event, view) => {
      if (!event.clipboardData || view.state.readOnly) return false;
      const offered = flavours(event.clipboardData);
      if (plainWanted && offered.text !== '') view.dispatch(insertPlain(view.state, offered.text));
      else if (!paste(view, offered, planPaste(view.state, offered), hooks)) return false;
      event.preventDefault();
      return true;
    },
    drop: (event, view) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0 || view.state.readOnly) return false;
      event.preventDefault();
      const { clientX: x, clientY: y } = event;
      hooks.files(files, view.posAtCoords({ x, y }) ?? view.state.selection.main.head);
      return true;
    },
  });
  return [spots, handlers];
}
