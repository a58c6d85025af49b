import { RangeSetBuilder, type EditorState, type Extension } from '@codemirror/state';
import {
  Decoration,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from '@codemirror/view';

const dimmed = Decoration.line({ class: 'cm-dimmed' });

/** The lines of the paragraph around the caret: up to the blank lines that enclose it. */
export function paragraphLines(state: EditorState): { first: number; last: number } {
  const { doc, selection } = state;
  const here = doc.lineAt(selection.main.head).number;
  const isBlank = (line: number) => doc.line(line).text.trim() === '';
  let first = here;
  let last = here;
  if (isBlank(here)) return { first, last };
  while (first > 1 && !isBlank(first - 1)) first -= 1;
  while (last < doc.lines && !isBlank(last + 1)) last += 1;
  return { first, last };
}

function decorate(view: EditorView): DecorationSet {
  const { first, last } = paragraphLines(view.state);
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let pos = from; pos <= to;) {
      const line = view.state.doc.lineAt(pos);
      if (line.number < first || line.number > last) builder.add(line.from, line.from, dimmed);
      pos = line.to + 1;
    }
  }
  return builder.finish();
}

/** Dims everything but the paragraph that is being written. */
export function focusMode(): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = decorate(view);
      }
      update(update: ViewUpdate) {
        if (update.docChanged || update.selectionSet || update.viewportChanged) {
          this.decorations = decorate(update.view);
        }
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}
