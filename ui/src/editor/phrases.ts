import { EditorState, type Extension } from '@codemirror/state';

import { t } from '~/lib/i18n/index.svelte';

/** The editor's own panels in the language of the interface. */
export function editorPhrases(): Extension {
  return EditorState.phrases.of({
    Find: t('editor.find'),
    Replace: t('editor.replace'),
    next: t('editor.next'),
    previous: t('editor.previous'),
    all: t('editor.all'),
    'match case': t('editor.matchCase'),
    regexp: t('editor.regexp'),
    'by word': t('editor.byWord'),
    replace: t('editor.replaceOne'),
    'replace all': t('editor.replaceAll'),
    close: t('action.close'),
    '$ unchanged lines': t('editor.unchangedLines'),
    'Fold line': t('editor.fold'),
    'Unfold line': t('editor.unfold'),
    'folded code': t('editor.folded'),
    unfold: t('editor.unfold'),
  });
}
