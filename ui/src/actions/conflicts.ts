import ChevronDown from '@lucide/svelte/icons/chevron-down';
import ChevronUp from '@lucide/svelte/icons/chevron-up';
import GitMergeConflict from '@lucide/svelte/icons/git-merge-conflict';

import type { App } from '~/state/app.svelte';

import type { Action } from './registry';

const stepping = (app: App) => app.stops !== null;

export const conflictActions: readonly Action[] = [
  {
    id: 'conflict.resolve',
    title: 'conflicts.resolveAction',
    group: 'group.document',
    icon: GitMergeConflict,
    isEnabled: (app) => app.session.current?.summary.conflicted === true,
    run: (app) => {
      const id = app.session.current?.id;
      if (id !== undefined) app.openConflict(id);
    },
  },
  {
    id: 'conflict.next',
    title: 'conflicts.nextAction',
    group: 'group.go',
    icon: ChevronDown,
    keys: ['F7'],
    isEnabled: stepping,
    run: (app) => app.stops?.step(1),
  },
  {
    id: 'conflict.previous',
    title: 'conflicts.previousAction',
    group: 'group.go',
    icon: ChevronUp,
    keys: ['Shift+F7'],
    isEnabled: stepping,
    run: (app) => app.stops?.step(-1),
  },
];
