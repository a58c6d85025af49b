import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** Keeps the line that is written in the middle of the view; a click moves nothing. */
export function typewriter(): Extension {
  return [
    EditorState.transactionExtender.of((transaction) => {
      const moved = transaction.docChanged || transaction.selection !== undefined;
      const byHand = transaction.isUserEvent('input') || transaction.isUserEvent('delete');
      const byKeys =
        transaction.isUserEvent('select') && !transaction.isUserEvent('select.pointer');
      if (!moved || !(byHand || byKeys)) return null;
      const { head } = transaction.newSelection.main;
      return { effects: EditorView.scrollIntoView(head, { y: 'center' }) };
    }),
    // The first line can be in the middle, too.
    EditorView.contentAttributes.of({ class: 'cm-typewriter' }),
  ];
}
