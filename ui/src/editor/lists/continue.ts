import { insertNewlineContinueMarkupCommand } from '@codemirror/lang-markdown';
import {
  EditorSelection,
  type EditorState,
  type StateCommand,
  type TransactionSpec,
} from '@codemirror/state';

const continueMarkup = insertNewlineContinueMarkupCommand({ nonTightLists: false });

/**
 * The library counts the break between the items of a loose list in characters of the file, but a
 * line break is one position in the editor, however it is written: with CRLF its caret comes out
 * too far, which at the end of a text is no position at all.
 */
function withCaretInside(state: EditorState, spec: TransactionSpec): TransactionSpec {
  const { changes, selection } = spec;
  if (!(selection instanceof EditorSelection) || state.lineBreak.length === 1 || !changes)
    return spec;
  const set = state.changes(changes);
  let extra = 0;
  const ranges = selection.ranges.map((range) => {
    set.iterChanges((_fromA, _toA, fromB, toB, inserted) => {
      if (range.head >= fromB && range.head <= toB + inserted.lines)
        extra = Math.max(0, inserted.lines - 2) * (state.lineBreak.length - 1);
    });
    return EditorSelection.cursor(range.head - extra);
  });
  return { ...spec, selection: EditorSelection.create(ranges, selection.mainIndex) };
}

/** Enter inside a list or a quote: the next line begins as this one does; an empty item ends it. */
export const continueList: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const update = (first: TransactionSpec, ...rest: TransactionSpec[]) =>
    state.update(withCaretInside(state, first), ...rest);
  const inner = new Proxy(state, {
    get(target, key) {
      const value: unknown = key === 'update' ? update : Reflect.get(target, key, target);
      return value;
    },
  });
  return continueMarkup({ state: inner, dispatch });
};
