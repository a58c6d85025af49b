import LayoutTemplate from '@lucide/svelte/icons/layout-template';
import Paperclip from '@lucide/svelte/icons/paperclip';
import Hash from '@lucide/svelte/icons/hash';

import { EDITOR_COMMANDS, type EditorCommand } from '~/lib/editor-commands';
import type { MessageKey } from '~/lib/i18n/index.svelte';
import { EDITOR, needing, OPEN, TEMPLATES } from './needs';
import type { Action } from './registry';

/** Why a command means nothing where the caret is. */
function reasonOf({ name, group }: Pick<EditorCommand, 'name' | 'group'>): MessageKey {
  if (name === 'followLink') return 'needs.link';
  return group === 'group.table' ? 'needs.table' : 'needs.here';
}

/** The editor's own commands, and what is put into the text from elsewhere. */
export const editorActions: readonly Action[] = [
  ...EDITOR_COMMANDS.map(({ name, title, group, keys, windowKeys }): Action => ({
    id: `editor.${name}`,
    title,
    group,
    ...(windowKeys ? { keys: windowKeys } : {}),
    ...(keys ? { keysInEditor: keys } : {}),
    needs: [
      ...EDITOR,
      ...needing((app) => app.session.editor?.can(name) ?? false, reasonOf({ name, group })),
    ],
    run: (app) => app.session.editor?.run(name),
  })),
  {
    id: 'editor.goToLine',
    title: 'action.goToLine',
    group: 'group.go',
    icon: Hash,
    keys: ['Ctrl+G'],
    needs: OPEN,
    run: (app) => app.openOmnibox(':'),
  },
  {
    id: 'editor.attachFile',
    title: 'insert.file',
    group: 'group.insert',
    icon: Paperclip,
    needs: EDITOR,
    run: (app) => app.session.editor?.chooseFiles(),
  },
  {
    id: 'editor.insertTemplate',
    title: 'insert.template',
    group: 'group.insert',
    icon: LayoutTemplate,
    needs: [...EDITOR, ...TEMPLATES],
    run: (app) => app.show('insertTemplate'),
  },
];
