import { EditorState, StateEffect, StateField, type Extension } from '@codemirror/state';

import { alignChanges } from './align';
import { tableAt } from './table';

const forget = StateEffect.define();

/** A position in the table that was typed into and not left yet, if any. */
const touched = StateField.define<number | null>({
  create: () => null,
  update(value, transaction) {
    if (transaction.effects.some((effect) => effect.is(forget))) return null;
    if (!transaction.docChanged) return value;
    const { head } = transaction.newSelection.main;
    const typed = ['input', 'delete', 'move'].some((event) => transaction.isUserEvent(event));
    // Whether the line is a table at all is asked when it is left, not at every key.
    if (typed && transaction.newDoc.lineAt(head).text.includes('|')) return head;
    return value === null ? null : transaction.changes.mapPos(value);
  },
});

/** Lines up the columns of a table that was changed, when the caret leaves it. No other table. */
export function alignOnLeave(): Extension {
  return [
    touched,
    EditorState.transactionFilter.of((transaction) => {
      const { startState } = transaction;
      const at = startState.field(touched);
      if (at === null || !transaction.selection || transaction.docChanged) return transaction;
      const table = tableAt(startState, at);
      const { from, to } = transaction.newSelection.main;
      if (table && to >= table.from && from <= table.to) return transaction;
      const changes = table ? alignChanges(startState, table) : [];
      return [transaction, { changes, effects: forget.of(null), sequential: true }];
    }),
  ];
}
