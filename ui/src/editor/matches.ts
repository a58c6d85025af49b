import { StateEffect, StateField, type Extension, type StateCommand } from '@codemirror/state';
import {
  Decoration,
  keymap,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from '@codemirror/view';

/** Marks every place of some words, whatever the case of their letters; none clears the marks. */
export const setMatches = StateEffect.define<readonly string[]>();

function patternOf(words: readonly string[]): RegExp | null {
  if (words.length === 0) return null;
  // Of two words that begin alike, the longer one is marked whole.
  const longest = [...words].sort((a, b) => b.length - a.length);
  const escaped = longest.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(escaped.join('|'), 'giu');
}

const pattern = StateField.define<RegExp | null>({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMatches)) return patternOf(effect.value);
    }
    return value;
  },
});

const mark = Decoration.mark({ class: 'cm-searchMatch' });

function marks(view: EditorView): DecorationSet {
  const wanted = view.state.field(pattern);
  if (wanted === null) return Decoration.none;
  const ranges = view.visibleRanges.flatMap(({ from, to }) =>
    [...view.state.sliceDoc(from, to).matchAll(wanted)].map((match) =>
      mark.range(from + match.index, from + match.index + match[0].length),
    ),
  );
  return Decoration.set(ranges);
}

const shown = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = marks(view);
    }
    update(update: ViewUpdate) {
      const other = update.startState.field(pattern) !== update.state.field(pattern);
      if (other || update.docChanged || update.viewportChanged)
        this.decorations = marks(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** Selects the next match behind the selection, or the one before it, going round. */
function goTo(step: 1 | -1): StateCommand {
  return ({ state, dispatch }) => {
    const wanted = state.field(pattern);
    if (wanted === null) return false;
    const all = [...state.sliceDoc().matchAll(wanted)];
    const { from, to } = state.selection.main;
    const next =
      step > 0
        ? (all.find(({ index }) => index >= to) ?? all[0])
        : (all.findLast(({ index }) => index < from) ?? all.at(-1));
    if (!next) return false;
    dispatch(
      state.update({
        selection: { anchor: next.index, head: next.index + next[0].length },
        scrollIntoView: true,
      }),
    );
    return true;
  };
}

const clear: StateCommand = ({ state, dispatch }) => {
  if (state.field(pattern) === null) return false;
  dispatch(state.update({ effects: setMatches.of([]) }));
  return true;
};

/** The places that a search of the library found: F3 walks through them, Escape puts them out. */
export function matches(): Extension {
  return [
    pattern,
    shown,
    keymap.of([
      { key: 'F3', run: goTo(1), shift: goTo(-1), preventDefault: true },
      { key: 'Escape', run: clear },
    ]),
  ];
}
