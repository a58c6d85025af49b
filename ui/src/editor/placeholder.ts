import { StateEffect, StateField, type EditorState, type TransactionSpec } from '@codemirror/state';
import { Decoration, EditorView, WidgetType } from '@codemirror/view';

/** A chip that stands where something will be: a file on its way, a page being converted. */
class Chip extends WidgetType {
  constructor(
    readonly id: string,
    readonly label: string,
  ) {
    super();
  }
  override eq(other: Chip): boolean {
    return other.id === this.id && other.label === this.label;
  }
  override toDOM(): HTMLElement {
    const chip = document.createElement('span');
    chip.className = 'cm-chip';
    chip.textContent = this.label;
    chip.setAttribute('role', 'status');
    return chip;
  }
}

interface Placeholder {
  readonly id: string;
  readonly at: number;
  readonly label: string;
}

const put = StateEffect.define<Placeholder>({
  map: (value, changes) => ({ ...value, at: changes.mapPos(value.at, 1) }),
});
const take = StateEffect.define<string>();

const field = StateField.define<readonly Placeholder[]>({
  create: () => [],
  update(value, { changes, docChanged, effects }) {
    let next = docChanged ? value.map((one) => ({ ...one, at: changes.mapPos(one.at, 1) })) : value;
    for (const effect of effects) {
      if (effect.is(put)) next = [...next, effect.value];
      else if (effect.is(take)) next = next.filter(({ id }) => id !== effect.value);
    }
    return next;
  },
  provide: (own) =>
    EditorView.decorations.from(own, (all) =>
      Decoration.set(
        all.map(({ id, at, label }) =>
          Decoration.widget({ widget: new Chip(id, label), side: 1 }).range(at),
        ),
        true,
      ),
    ),
});

/** Where the chip stands now, however the text has changed since; `null` once it is gone. */
export function placeholderAt(state: EditorState, id: string): number | null {
  return state.field(field).find((one) => one.id === id)?.at ?? null;
}

export function putPlaceholder(id: string, at: number, label: string): TransactionSpec {
  return { effects: put.of({ id, at, label }) };
}

/** Replaces the chip by a text, or takes it away where the text is empty. One step to undo. */
export function resolvePlaceholder(
  state: EditorState,
  id: string,
  text: string,
): TransactionSpec | null {
  const at = placeholderAt(state, id);
  if (at === null) return null;
  return {
    changes: { from: at, insert: state.toText(text) },
    effects: take.of(id),
    userEvent: 'input.paste',
  };
}

export const placeholders = field;
