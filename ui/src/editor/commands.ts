import { snippet } from '@codemirror/autocomplete';
import { indentLess, indentMore } from '@codemirror/commands';
import { foldCode, unfoldAll, unfoldCode } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { Command, EditorView } from '@codemirror/view';

import type { EditorCommandName } from '~/lib/editor-commands';
import { clockTime, isoDay, SNIPPETS, type SnippetId } from '~/lib/snippets';

import { command, type Edit } from './command';
import { foldEverything } from './fold';
import { insertLink, setHeading, togglePrefix, toggleTasks } from './format';
import { indentItems, outdentItems } from './lists/indent';
import { duplicateDown, moveDown, moveUp } from './lists/move';
import { toggleMark } from './marks';
import { openFind, openReplace, nextMatch, previousMatch } from './search';
import { alignTable } from './table/align';
import * as table from './table/edit';
import { spotAt } from './table/table';

/** Every command by its name, but for those that need more than the editor. */
type OwnName = Exclude<EditorCommandName, 'followLink' | 'pastePlain' | 'insertContents'>;

/** In a table the lines that move are its rows, and its head stays where it is. */
function lineOrRow(line: Edit, row: Edit): Edit {
  return (state) => (spotAt(state, state.selection.main.head) ? row(state) : line(state));
}

function block(id: SnippetId): Command {
  return (view) => {
    if (view.state.readOnly) return false;
    const text = SNIPPETS.find((one) => one.id === id)?.text ?? '';
    const { from, to } = view.state.selection.main;
    const line = view.state.doc.lineAt(from);
    // A block begins a line: where there is text already, it gets one below a blank one.
    const isBlank = line.text.trim() === '' || from === line.from;
    snippet(isBlank ? text : `\n\n${text}`)(
      view,
      null,
      isBlank ? from : line.to,
      isBlank ? to : line.to,
    );
    return true;
  };
}

function inline(id: SnippetId): Command {
  return (view) => {
    if (view.state.readOnly) return false;
    const { from, to } = view.state.selection.main;
    snippet(SNIPPETS.find((one) => one.id === id)?.text ?? '')(view, null, from, to);
    return true;
  };
}

function typed(text: (now: Date) => string): Edit {
  return (state) => state.replaceSelection(text(new Date()));
}

const edits = {
  bold: (state) => toggleMark(state, '**'),
  italic: (state) => toggleMark(state, '*'),
  strike: (state) => toggleMark(state, '~~'),
  code: (state) => toggleMark(state, '`'),
  link: insertLink,
  heading1: (state) => setHeading(state, 1),
  heading2: (state) => setHeading(state, 2),
  heading3: (state) => setHeading(state, 3),
  heading4: (state) => setHeading(state, 4),
  heading5: (state) => setHeading(state, 5),
  heading6: (state) => setHeading(state, 6),
  numbered: (state) => togglePrefix(state, 'number'),
  bulleted: (state) => togglePrefix(state, 'bullet'),
  tasks: (state) => togglePrefix(state, 'task'),
  quote: (state) => togglePrefix(state, 'quote'),
  toggleTask: toggleTasks,
  moveUp: lineOrRow(moveUp, table.moveRowUp),
  moveDown: lineOrRow(moveDown, table.moveRowDown),
  duplicate: duplicateDown,
  insertDate: typed(isoDay),
  insertTime: typed(clockTime),
  rowAbove: table.addRowAbove,
  rowBelow: table.addRowBelow,
  rowUp: table.moveRowUp,
  rowDown: table.moveRowDown,
  deleteRow: table.deleteRow,
  columnBefore: table.addColumnBefore,
  columnAfter: table.addColumnAfter,
  columnLeft: table.moveColumnLeft,
  columnRight: table.moveColumnRight,
  deleteColumn: table.deleteColumn,
  alignLeft: (state) => table.alignColumn(state, 'left'),
  alignCenter: (state) => table.alignColumn(state, 'center'),
  alignRight: (state) => table.alignColumn(state, 'right'),
  alignNone: (state) => table.alignColumn(state, 'none'),
  sortRows: table.sortRows,
  alignTable,
} as const satisfies Partial<Record<OwnName, Edit>>;

const commands = {
  indent: (view) => command(indentItems)(view) || indentMore(view),
  outdent: (view) => command(outdentItems)(view) || indentLess(view),
  find: openFind,
  replace: openReplace,
  findNext: nextMatch,
  findPrevious: previousMatch,
  fold: foldCode,
  unfold: unfoldCode,
  foldAll: foldEverything,
  unfoldAll,
  insertTable: block('table'),
  insertCode: block('code'),
  insertCallout: block('callout'),
  insertMath: block('math'),
  insertDiagram: block('diagram'),
  insertRule: block('rule'),
  insertFootnote: block('footnote'),
  insertBadge: inline('badge'),
} as const satisfies Record<Exclude<OwnName, keyof typeof edits>, Command>;

function isEdit(name: EditorCommandName): name is keyof typeof edits {
  return name in edits;
}
function isCommand(name: EditorCommandName): name is keyof typeof commands {
  return name in commands;
}

/** Runs a command; says whether it meant anything here. */
export function runCommand(view: EditorView, name: EditorCommandName): boolean {
  if (isEdit(name)) return command(edits[name])(view);
  return isCommand(name) && commands[name](view);
}

/** Says whether an edit would change anything; what is no plain edit is taken to. */
export function canRun(state: EditorState, name: EditorCommandName): boolean {
  return !isEdit(name) || (!state.readOnly && edits[name](state) !== null);
}
