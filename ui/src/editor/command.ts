import type { EditorState, StateCommand, TransactionSpec } from '@codemirror/state';

/** A command as a pure function: what to change, or `null` where it means nothing. */
export type Edit = (state: EditorState) => TransactionSpec | null;

/** Makes a CodeMirror command of a pure one. Every such command is one step to undo. */
export function command(edit: Edit, userEvent = 'input.format'): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false;
    const spec = edit(state);
    if (!spec) return false;
    dispatch(state.update(spec, { scrollIntoView: true, userEvent }));
    return true;
  };
}
