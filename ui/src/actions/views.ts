import FileInput from '@lucide/svelte/icons/file-input';
import HardDrive from '@lucide/svelte/icons/hard-drive';
import ListChecks from '@lucide/svelte/icons/list-checks';

import type { IconComponent } from '~/lib/icon';
import type { ViewName } from '~/lib/routes';

import type { Action } from './registry';

function view(name: ViewName, icon: IconComponent): Action {
  return {
    id: `go.${name}`,
    title: `view.${name}`,
    group: 'group.go',
    icon,
    run: (app) => app.router.go({ name: 'view', view: name }),
  };
}

/** The views that take the whole window beside the sidebar. */
export const viewRoutes: readonly Action[] = [
  view('jobs', ListChecks),
  view('proposals', FileInput),
  view('storage', HardDrive),
];
