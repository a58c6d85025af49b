import ChevronDown from '@lucide/svelte/icons/chevron-down';
import ChevronUp from '@lucide/svelte/icons/chevron-up';
import GitMergeConflict from '@lucide/svelte/icons/git-merge-conflict';

import { needing, OPEN } from './needs';
import type { Action } from './registry';

const stepping = needing((app) => app.stops !== null, 'needs.stops');

export const conflictActions: readonly Action[] = [
  {
    id: 'conflict.resolve',
    title: 'conflicts.resolveAction',
    group: 'group.document',
    icon: GitMergeConflict,
    needs: [
      ...OPEN,
      ...needing((app) => app.session.current?.summary.conflicted === true, 'needs.conflict'),
    ],
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
    needs: stepping,
    run: (app) => app.stops?.step(1),
  },
  {
    id: 'conflict.previous',
    title: 'conflicts.previousAction',
    group: 'group.go',
    icon: ChevronUp,
    keys: ['Shift+F7'],
    needs: stepping,
    run: (app) => app.stops?.step(-1),
  },
];
