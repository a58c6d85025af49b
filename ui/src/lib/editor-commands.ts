import type { MessageKey } from './i18n/index.svelte';
import type { Chord } from './keys';
import { isApple } from './platform';

/** A command of the editor: palette, menus, help and the editor's own keys read the same list. */
export interface EditorCommand {
  readonly name: string;
  readonly title: MessageKey;
  readonly group: 'group.editor' | 'group.insert' | 'group.table';
  /** Keys while the caret is in the text. The first is the one shown. */
  readonly keys?: readonly Chord[];
  /** Keys that mean this wherever the focus is. */
  readonly windowKeys?: readonly Chord[];
}

const editor = 'group.editor';
const insert = 'group.insert';
const table = 'group.table';

const commands = [
  { name: 'bold', title: 'edit.bold', group: editor, keys: ['Mod+B'] },
  { name: 'italic', title: 'edit.italic', group: editor, keys: ['Mod+I'] },
  { name: 'strike', title: 'edit.strike', group: editor, keys: ['Mod+Shift+X'] },
  { name: 'code', title: 'edit.code', group: editor, keys: ['Mod+Shift+C'] },
  { name: 'link', title: 'edit.link', group: editor, keys: ['Mod+K'] },
  { name: 'heading1', title: 'edit.heading1', group: editor, keys: ['Mod+1'] },
  { name: 'heading2', title: 'edit.heading2', group: editor, keys: ['Mod+2'] },
  { name: 'heading3', title: 'edit.heading3', group: editor, keys: ['Mod+3'] },
  { name: 'heading4', title: 'edit.heading4', group: editor, keys: ['Mod+4'] },
  { name: 'heading5', title: 'edit.heading5', group: editor, keys: ['Mod+5'] },
  { name: 'heading6', title: 'edit.heading6', group: editor, keys: ['Mod+6'] },
  { name: 'numbered', title: 'edit.numbered', group: editor, keys: ['Mod+Shift+7'] },
  { name: 'bulleted', title: 'edit.bulleted', group: editor, keys: ['Mod+Shift+8'] },
  { name: 'tasks', title: 'edit.tasks', group: editor, keys: ['Mod+Shift+9'] },
  { name: 'quote', title: 'edit.quote', group: editor, keys: ['Mod+Shift+.'] },
  { name: 'toggleTask', title: 'edit.toggleTask', group: editor, keys: ['Mod+Enter'] },
  { name: 'followLink', title: 'edit.followLink', group: editor, keys: ['Alt+Enter'] },
  { name: 'indent', title: 'edit.indent', group: editor, keys: ['Mod+]'] },
  { name: 'outdent', title: 'edit.outdent', group: editor, keys: ['Mod+['] },
  { name: 'moveUp', title: 'edit.moveUp', group: editor, keys: ['Alt+ArrowUp'] },
  { name: 'moveDown', title: 'edit.moveDown', group: editor, keys: ['Alt+ArrowDown'] },
  { name: 'duplicate', title: 'edit.duplicate', group: editor, keys: ['Shift+Alt+ArrowDown'] },
  { name: 'pastePlain', title: 'edit.pastePlain', group: editor },
  { name: 'find', title: 'edit.find', group: editor, windowKeys: ['Mod+F'] },
  {
    name: 'replace',
    title: 'edit.replace',
    group: editor,
    windowKeys: [isApple ? 'Mod+Alt+F' : 'Mod+H'],
  },
  { name: 'findNext', title: 'edit.findNext', group: editor, windowKeys: ['F3', 'Meta+G'] },
  {
    name: 'findPrevious',
    title: 'edit.findPrevious',
    group: editor,
    windowKeys: ['Shift+F3', 'Meta+Shift+G'],
  },
  { name: 'fold', title: 'edit.fold', group: editor, keys: ['Mod+Shift+['] },
  { name: 'unfold', title: 'edit.unfold', group: editor, keys: ['Mod+Shift+]'] },
  { name: 'foldAll', title: 'edit.foldAll', group: editor },
  { name: 'unfoldAll', title: 'edit.unfoldAll', group: editor },
  { name: 'insertTable', title: 'insert.table', group: insert },
  { name: 'insertCode', title: 'insert.code', group: insert },
  { name: 'insertCallout', title: 'insert.callout', group: insert },
  { name: 'insertMath', title: 'insert.math', group: insert },
  { name: 'insertDiagram', title: 'insert.diagram', group: insert },
  { name: 'insertRule', title: 'insert.rule', group: insert },
  { name: 'insertFootnote', title: 'insert.footnote', group: insert },
  { name: 'insertContents', title: 'insert.contents', group: insert },
  { name: 'insertBadge', title: 'insert.badge', group: insert },
  { name: 'insertDate', title: 'insert.date', group: insert },
  { name: 'insertTime', title: 'insert.time', group: insert },
  { name: 'rowAbove', title: 'table.rowAbove', group: table },
  { name: 'rowBelow', title: 'table.rowBelow', group: table },
  { name: 'rowUp', title: 'table.rowUp', group: table },
  { name: 'rowDown', title: 'table.rowDown', group: table },
  { name: 'deleteRow', title: 'table.deleteRow', group: table },
  { name: 'columnBefore', title: 'table.columnBefore', group: table },
  { name: 'columnAfter', title: 'table.columnAfter', group: table },
  { name: 'columnLeft', title: 'table.columnLeft', group: table },
  { name: 'columnRight', title: 'table.columnRight', group: table },
  { name: 'deleteColumn', title: 'table.deleteColumn', group: table },
  { name: 'alignLeft', title: 'table.alignLeft', group: table },
  { name: 'alignCenter', title: 'table.alignCenter', group: table },
  { name: 'alignRight', title: 'table.alignRight', group: table },
  { name: 'alignNone', title: 'table.alignNone', group: table },
  { name: 'sortRows', title: 'table.sortRows', group: table },
  { name: 'alignTable', title: 'table.alignTable', group: table },
] as const satisfies readonly EditorCommand[];

export type EditorCommandName = (typeof commands)[number]['name'];

export const EDITOR_COMMANDS: readonly (EditorCommand & { readonly name: EditorCommandName })[] =
  commands;

/** What the rest of the interface can ask of the editor that is on the screen. */
export interface EditorHandle {
  run(name: EditorCommandName): void;
  /** Says whether the command means anything where the caret is. */
  can(name: EditorCommandName): boolean;
  focus(): void;
  /** Asks for files and attaches them where the caret is. */
  chooseFiles(): void;
  /** Puts a text where the caret is, which is behind it then, or so many code units into it. */
  insert(text: string, caret?: number): void;
}
