import { EditorState, type Extension } from '@codemirror/state';

import { t } from '~/lib/i18n/index.svelte';

/** The editor's own panels in the language of the interface. */
export function editorPhrases(): Extension {
  return EditorState.phrases.of({
    '$ unchanged lines': t('editor.unchangedLines'),
    'Fold line': t('editor.fold'),
    'Unfold line': t('editor.unfold'),
    'folded code': t('editor.folded'),
    unfold: t('editor.unfold'),
  });
}
