import { copyLineDown, copyLineUp, moveLineDown, moveLineUp } from '@codemirror/commands';
import type { EditorState, StateCommand, Transaction, TransactionSpec } from '@codemirror/state';

import { parseItem } from './item';
import { numbersAfter } from './renumber';

/** Runs a command of the editor and keeps the numbers of the list in order around what it moved. */
function numbered(run: StateCommand): (state: EditorState) => TransactionSpec | null {
  return (state) => {
    const made: Transaction[] = [];
    run({ state, dispatch: (transaction) => made.push(transaction) });
    const [transaction] = made;
    if (!transaction) return null;
    const doc = transaction.newDoc;
    const touched = new Set<number>();
    transaction.changes.iterChangedRanges((_fromA, _toA, fromB, toB) => {
      for (const at of [fromB, toB]) {
        const line = doc.lineAt(at);
        if (parseItem(line.text)) touched.add(line.number);
      }
    });
    const numbers = numbersAfter(state, transaction.changes, touched, 'lowest');
    return {
      changes: transaction.changes.compose(numbers),
      selection: transaction.newSelection.map(numbers),
    };
  };
}

export const moveUp = numbered(moveLineUp);
export const moveDown = numbered(moveLineDown);
export const duplicateUp = numbered(copyLineUp);
export const duplicateDown = numbered(copyLineDown);
