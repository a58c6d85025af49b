import ArrowRightLeft from '@lucide/svelte/icons/arrow-right-left';
import ListTree from '@lucide/svelte/icons/list-tree';
import SquarePlus from '@lucide/svelte/icons/square-plus';
import X from '@lucide/svelte/icons/x';

import { needing, ONE, OPEN, targets } from './needs';
import type { Action } from './registry';

/** The documents that are open beside one another. A browser keeps the usual keys for its own tabs. */
export const tabActions: readonly Action[] = [
  {
    id: 'document.openInNewTab',
    title: 'action.openInNewTab',
    group: 'group.document',
    icon: SquarePlus,
    needs: ONE,
    run: (app) => {
      const [target] = targets(app);
      if (target) app.library.openInNewTab(target.id);
    },
  },
  {
    id: 'document.reveal',
    title: 'action.reveal',
    group: 'group.document',
    icon: ListTree,
    needs: OPEN,
    run: async (app) => {
      const { current } = app.session;
      if (current) await app.library.reveal(current.id, current.summary.category);
    },
  },
  {
    id: 'tab.close',
    title: 'action.closeTab',
    group: 'group.go',
    icon: X,
    keys: ['Mod+W'],
    browserKeys: ['Alt+W'],
    needs: needing((app) => app.tabs.active !== null, 'needs.open'),
    run: (app) => {
      if (app.tabs.active !== null) app.library.closeTab(app.tabs.active);
    },
  },
  {
    id: 'tab.reopen',
    title: 'action.reopenTab',
    group: 'group.go',
    keys: ['Mod+Shift+T'],
    browserKeys: ['Alt+Shift+T'],
    needs: needing((app) => app.tabs.canReopen, 'needs.closedTab'),
    run: (app) => {
      const tab = app.tabs.reopen();
      if (tab) app.library.openDocument(tab.id);
    },
  },
  {
    id: 'tab.next',
    title: 'action.nextTab',
    group: 'group.go',
    icon: ArrowRightLeft,
    keys: ['Ctrl+Tab', 'Ctrl+PageDown'],
    browserKeys: ['Alt+PageDown'],
    needs: needing((app) => app.tabs.shown, 'needs.tabs'),
    run: (app) => {
      const tab = app.tabs.beside(1);
      if (tab) app.library.openDocument(tab.id);
    },
  },
  {
    id: 'tab.previous',
    title: 'action.previousTab',
    group: 'group.go',
    icon: ArrowRightLeft,
    keys: ['Ctrl+Shift+Tab', 'Ctrl+PageUp'],
    browserKeys: ['Alt+PageUp'],
    needs: needing((app) => app.tabs.shown, 'needs.tabs'),
    run: (app) => {
      const tab = app.tabs.beside(-1);
      if (tab) app.library.openDocument(tab.id);
    },
  },
];
