import { Change, getChunks, getOriginalDoc, unifiedMergeView, type Chunk } from '@codemirror/merge';
import { EditorState, StateEffect, StateField, type Range } from '@codemirror/state';
import { Decoration, EditorView, lineNumbers, WidgetType } from '@codemirror/view';

import { markdownSupport } from './language';
import { editorPhrases } from './phrases';
import { editorTheme, markdownHighlight } from './theme';
import { wordChanges } from './word-diff';

const diffTheme = EditorView.theme({
  '.cm-content': { padding: 'var(--sp-4) 0 var(--sp-12)' },
  '&.cm-merge-b .cm-changedLine, .cm-inlineChangedLine': { backgroundColor: 'var(--add-line)' },
  '&.cm-merge-b .cm-changedText': { background: 'var(--add-text)' },
  '&.cm-merge-b .cm-deletedText, .cm-deletedChunk .cm-deletedText': {
    background: 'var(--del-text)',
  },
  '.cm-deletedChunk': { backgroundColor: 'var(--del-line)', paddingLeft: '0' },
  '.cm-deletedLine': { padding: '0 var(--sp-5)', textDecoration: 'none' },
  '.cm-insertedLine': { textDecoration: 'none' },
  '.cm-changeGutter': { width: '3px', paddingLeft: '0' },
  '&.cm-merge-b .cm-changedLineGutter, .cm-inlineChangedLineGutter': {
    background: 'var(--add-mark)',
  },
  '&.cm-editor .cm-deletedLineGutter': { background: 'var(--del-mark)' },
  // Its ornaments are signs that many fonts lack.
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: 'none' },
  '&.cm-editor .cm-collapsedLines': {
    padding: 'var(--sp-1) var(--sp-5)',
    background: 'var(--bg-inset)',
    color: 'var(--fg-muted)',
    fontFamily: 'var(--font-ui)',
    fontSize: 'var(--fs-xs)',
  },
  // It takes no room, so that nothing moves when another change is looked at.
  '.cm-changeEdge': { height: '0', boxShadow: '0 0 0 1px var(--accent)' },
});

/** One place where two texts differ. */
export interface Hunk {
  /** What was there, empty where something is new. */
  readonly before: string;
  /** What is there now, empty where something went. */
  readonly after: string;
}

/** A comparison on the screen. */
export interface DiffView {
  readonly hunks: readonly Hunk[];
  /** Shows a hunk, by its place in the list, and frames it. */
  show(index: number): void;
  destroy(): void;
}

class Edge extends WidgetType {
  override toDOM(): HTMLElement {
    const line = document.createElement('div');
    line.className = 'cm-changeEdge';
    return line;
  }
}

const setFramed = StateEffect.define<Chunk>();
/** The lines above and below the change that is looked at, what was deleted included. */
const framed = StateField.define({
  create: () => Decoration.none,
  update(edges, transaction) {
    let next = edges.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setFramed)) continue;
      const { fromB, endB, toB } = effect.value;
      // What was deleted is a block before the line, of side -1.
      const above = Decoration.widget({ widget: new Edge(), block: true, side: -2 }).range(fromB);
      const side = toB > fromB ? 1 : 0;
      const below = Decoration.widget({ widget: new Edge(), block: true, side }).range(endB);
      const both: Range<Decoration>[] = [above, below];
      next = Decoration.set(both, true);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * The changes as they are. The library widens each by up to eight letters, as far as the change beside
 * it, to come to the ends of words; an empty one on either side keeps it from that.
 */
function exactChanges(a: string, b: string): readonly Change[] {
  return wordChanges(a, b).flatMap((change) => [
    new Change(change.fromA, change.fromA, change.fromB, change.fromB),
    change,
    new Change(change.toA, change.toA, change.toB, change.toB),
  ]);
}

/** Shows how one text became another, in one column, read-only. */
export function showDiff(
  parent: HTMLElement,
  before: string,
  after: string,
  label: string,
): DiffView {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: after,
      extensions: [
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        EditorView.lineWrapping,
        lineNumbers(),
        markdownSupport(),
        markdownHighlight,
        editorPhrases(),
        editorTheme,
        diffTheme,
        framed,
        unifiedMergeView({
          original: before,
          mergeControls: false,
          gutter: true,
          highlightChanges: true,
          syntaxHighlightDeletions: true,
          allowInlineDiffs: true,
          collapseUnchanged: { margin: 3, minSize: 8 },
          diffConfig: { override: exactChanges },
        }),
      ],
    }),
  });
  const { doc } = view.state;
  const original = getOriginalDoc(view.state);
  const chunks = getChunks(view.state)?.chunks ?? [];
  return {
    hunks: chunks.map(({ fromA, endA, fromB, endB }) => ({
      before: original.sliceString(fromA, endA),
      after: doc.sliceString(fromB, endB),
    })),
    show(index) {
      const chunk = chunks[index];
      if (!chunk) return;
      view.dispatch({
        selection: { anchor: chunk.fromB },
        effects: [setFramed.of(chunk), EditorView.scrollIntoView(chunk.fromB, { y: 'center' })],
      });
    },
    destroy: () => view.destroy(),
  };
}
