import {
  StateEffect,
  StateField,
  type EditorSelection,
  type EditorState,
  type TransactionSpec,
} from '@codemirror/state';
import type { EditorView } from '@codemirror/view';

interface Spot {
  readonly id: number;
  readonly selection: EditorSelection;
}

const keep = StateEffect.define<Spot>();
const leave = StateEffect.define<number>();

/** Where something belongs that is not there yet. What is typed in the meantime moves it. */
export const spots = StateField.define<readonly Spot[]>({
  create: () => [],
  update(value, { changes, docChanged, effects }) {
    let next = docChanged
      ? value.map(({ id, selection }) => ({ id, selection: selection.map(changes) }))
      : value;
    for (const effect of effects) {
      if (effect.is(keep)) next = [...next, effect.value];
      else if (effect.is(leave)) next = next.filter(({ id }) => id !== effect.value);
    }
    return next;
  },
});

export function keepSpot(id: number, selection: EditorSelection): TransactionSpec {
  return { effects: keep.of({ id, selection }) };
}

/** An edit made where the selection was, which leaves the caret alone if it is elsewhere by now. */
export function editAtSpot(
  state: EditorState,
  id: number,
  edit: (state: EditorState) => TransactionSpec,
): TransactionSpec {
  const spot = state.field(spots).find((one) => one.id === id);
  const left = { effects: leave.of(id) };
  if (!spot) return left;
  if (spot.selection.eq(state.selection)) return { ...edit(state), ...left };
  const { changes, userEvent } = edit(state.update({ selection: spot.selection }).state);
  return {
    ...(changes === undefined ? {} : { changes }),
    ...(userEvent === undefined ? {} : { userEvent }),
    ...left,
  };
}

let lastId = 0;

/** Edits the place that is selected now, once what it waits for is there. */
export async function editLater<Value>(
  view: EditorView,
  awaited: Promise<Value>,
  edit: (state: EditorState, value: Value) => TransactionSpec,
): Promise<void> {
  lastId += 1;
  const id = lastId;
  view.dispatch(keepSpot(id, view.state.selection));
  try {
    const value = await awaited;
    view.dispatch(editAtSpot(view.state, id, (state) => edit(state, value)));
  } catch (error) {
    view.dispatch({ effects: leave.of(id) });
    throw error;
  }
}
