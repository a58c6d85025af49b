import ArrowLeft from '@lucide/svelte/icons/arrow-left';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import Clock from '@lucide/svelte/icons/clock';
import Files from '@lucide/svelte/icons/files';
import FolderDown from '@lucide/svelte/icons/folder-down';
import FolderPlus from '@lucide/svelte/icons/folder-plus';
import Hash from '@lucide/svelte/icons/hash';
import Inbox from '@lucide/svelte/icons/inbox';
import LayoutTemplate from '@lucide/svelte/icons/layout-template';
import MonitorSmartphone from '@lucide/svelte/icons/monitor-smartphone';
import Search from '@lucide/svelte/icons/search';
import Settings from '@lucide/svelte/icons/settings';
import Star from '@lucide/svelte/icons/star';
import Terminal from '@lucide/svelte/icons/terminal';
import Trash from '@lucide/svelte/icons/trash';

import type { IconComponent } from '~/lib/icon';
import type { MessageKey } from '~/lib/i18n/index.svelte';
import type { SmartList } from '~/lib/routes';

import { needing, OPEN } from './needs';
import type { Action } from './registry';

function list(name: SmartList, title: MessageKey, icon: IconComponent): Action {
  return {
    id: `go.${name}`,
    title,
    group: 'group.go',
    icon,
    run: (app) => {
      app.layout.showList();
      app.router.go({ name: 'list', list: name });
    },
  };
}

export const goActions: readonly Action[] = [
  {
    id: 'go.omnibox',
    title: 'action.goToDocument',
    group: 'group.go',
    icon: Files,
    keys: ['Mod+P', 'Mod+O'],
    keysOutsideText: ['Mod+K'],
    run: (app) => app.openOmnibox(),
  },
  {
    id: 'go.palette',
    title: 'action.palette',
    group: 'group.go',
    icon: Terminal,
    keys: ['Mod+Shift+P', 'F1'],
    run: (app) => app.openOmnibox('>'),
  },
  {
    id: 'go.search',
    title: 'action.searchLibrary',
    group: 'group.go',
    icon: Search,
    keys: ['Mod+Shift+F'],
    run: (app) => app.openSearch(),
  },
  {
    id: 'go.heading',
    title: 'action.goToHeading',
    group: 'group.go',
    icon: Hash,
    keys: ['Mod+Shift+O'],
    needs: OPEN,
    run: (app) => app.openOmnibox('@'),
  },
  list('inbox', 'list.inbox', Inbox),
  list('all', 'list.all', Files),
  list('favorites', 'list.favorites', Star),
  list('recent', 'list.recent', Clock),
  list('templates', 'list.templates', LayoutTemplate),
  list('trash', 'list.trash', Trash),
  {
    id: 'go.back',
    title: 'action.back',
    group: 'group.go',
    icon: ArrowLeft,
    keys: ['Alt+ArrowLeft'],
    needs: needing((app) => app.router.canGoBack, 'needs.back'),
    run: (app) => app.router.back(),
  },
  {
    id: 'go.forward',
    title: 'action.forward',
    group: 'group.go',
    icon: ArrowRight,
    keys: ['Alt+ArrowRight'],
    needs: needing((app) => app.router.canGoForward, 'needs.forward'),
    run: (app) => app.router.forward(),
  },
  {
    id: 'library.newCategory',
    title: 'action.newCategory',
    group: 'group.library',
    icon: FolderPlus,
    run: (app) => {
      const { scope } = app.documents;
      const parent = scope.kind === 'category' ? scope.id : undefined;
      app.edit({ kind: 'category', category: null, parent });
    },
  },
  {
    id: 'library.import',
    title: 'action.import',
    group: 'group.library',
    icon: FolderDown,
    run: (app) => app.show('import'),
  },
  {
    id: 'library.emptyTrash',
    title: 'action.emptyTrash',
    group: 'group.library',
    icon: Trash,
    needs: needing((app) => (app.sidebar.counts?.trash ?? 0) > 0, 'needs.trash'),
    run: (app) => app.show('emptyTrash'),
  },
  {
    id: 'app.signIn',
    title: 'signIn.action',
    group: 'group.library',
    icon: MonitorSmartphone,
    host: 'browser',
    run: (app) => app.show('signIn'),
  },
  {
    id: 'go.settings',
    title: 'action.settings',
    group: 'group.go',
    icon: Settings,
    keys: ['Mod+,'],
    run: (app) => app.show('settings'),
  },
];
