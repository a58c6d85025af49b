import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';

import { markdownSupport } from './language';
import { editorPhrases } from './phrases';
import { editorTheme, markdownHighlight } from './theme';

const SCAN_LIMIT = 5_000;

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
});

/** Shows how one text became another, in one column, read-only. Returns what takes it away. */
export function showDiff(
  parent: HTMLElement,
  before: string,
  after: string,
  label: string,
): () => void {
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
        unifiedMergeView({
          original: before,
          mergeControls: false,
          gutter: true,
          highlightChanges: true,
          syntaxHighlightDeletions: true,
          allowInlineDiffs: true,
          collapseUnchanged: { margin: 3, minSize: 8 },
          diffConfig: { scanLimit: SCAN_LIMIT },
        }),
      ],
    }),
  });
  return () => view.destroy();
}
