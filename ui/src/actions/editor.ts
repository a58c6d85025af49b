import LayoutTemplate from '@lucide/svelte/icons/layout-template';
import Paperclip from '@lucide/svelte/icons/paperclip';
import Hash from '@lucide/svelte/icons/hash';

import { EDITOR_COMMANDS } from '~/lib/editor-commands';
import type { App } from '~/state/app.svelte';

import type { Action } from './registry';

const shown = (app: App) => app.session.editor !== null;

/** The editor's own commands, and what is put into the text from elsewhere. */
export const editorActions: readonly Action[] = [
  ...EDITOR_COMMANDS.map(({ name, title, group, keys, windowKeys }): Action => ({
    id: `editor.${name}`,
    title,
    group,
    ...(windowKeys ? { keys: windowKeys } : {}),
    ...(keys ? { keysInEditor: keys } : {}),
    isEnabled: (app) => app.session.editor?.can(name) ?? false,
    run: (app) => app.session.editor?.run(name),
  })),
  {
    id: 'editor.goToLine',
    title: 'action.goToLine',
    group: 'group.go',
    icon: Hash,
    keys: ['Ctrl+G'],
    isEnabled: (app) => app.session.current !== null,
    run: (app) => app.openOmnibox(':'),
  },
  {
    id: 'editor.attachFile',
    title: 'insert.file',
    group: 'group.insert',
    icon: Paperclip,
    isEnabled: shown,
    run: (app) => app.session.editor?.chooseFiles(),
  },
  {
    id: 'editor.insertTemplate',
    title: 'insert.template',
    group: 'group.insert',
    icon: LayoutTemplate,
    isEnabled: (app) => shown(app) && (app.sidebar.counts?.templates ?? 0) > 0,
    run: (app) => app.show('insertTemplate'),
  },
];
