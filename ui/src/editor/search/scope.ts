import { StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';

export interface Scope {
  readonly from: number;
  readonly to: number;
}

/** Searches only in this part of the text; `null` searches all of it. */
export const setScope = StateEffect.define<Scope | null>();

const mark = Decoration.mark({ class: 'cm-searchScope' });

const scopeField = StateField.define<Scope | null>({
  create: () => null,
  update(value, transaction) {
    let scope = value;
    if (scope && transaction.docChanged) {
      const { changes } = transaction;
      scope = { from: changes.mapPos(scope.from, -1), to: changes.mapPos(scope.to, 1) };
    }
    for (const effect of transaction.effects) if (effect.is(setScope)) scope = effect.value;
    return scope;
  },
  provide: (field) =>
    EditorView.decorations.from(field, (scope) =>
      scope && scope.from < scope.to
        ? Decoration.set(mark.range(scope.from, scope.to))
        : Decoration.none,
    ),
});

export function scopeOf(state: EditorState): Scope | null {
  return state.field(scopeField, false) ?? null;
}

/** The filter of every query: a match counts where it lies in the scope. */
export function isInScope(_: string, state: EditorState, from: number, to: number): boolean {
  const scope = scopeOf(state);
  return !scope || (from >= scope.from && to <= scope.to);
}

export const searchScope: Extension = scopeField;
