import Activity from '@lucide/svelte/icons/activity';
import Bell from '@lucide/svelte/icons/bell';
import FileInput from '@lucide/svelte/icons/file-input';
import GitMergeConflict from '@lucide/svelte/icons/git-merge-conflict';
import HardDrive from '@lucide/svelte/icons/hard-drive';
import LayoutTemplate from '@lucide/svelte/icons/layout-template';
import ListChecks from '@lucide/svelte/icons/list-checks';
import Paperclip from '@lucide/svelte/icons/paperclip';
import Sparkles from '@lucide/svelte/icons/sparkles';
import Waypoints from '@lucide/svelte/icons/waypoints';

import type { IconComponent } from '~/lib/icon';
import type { ViewName } from '~/lib/routes';

import { OPEN } from './needs';
import type { Action } from './registry';

function view(name: ViewName, icon: IconComponent): Action {
  return {
    id: `go.view.${name}`,
    title: `view.${name}`,
    group: 'group.go',
    icon,
    run: (app) => app.router.go({ name: 'view', view: name }),
  };
}

/** The views that take the whole window beside the sidebar. */
export const viewRoutes: readonly Action[] = [
  view('graph', Waypoints),
  {
    id: 'go.localGraph',
    title: 'graph.local',
    group: 'group.go',
    icon: Waypoints,
    needs: OPEN,
    run: (app) => {
      const { current } = app.session;
      if (current) app.router.go({ name: 'view', view: 'graph', around: current.id });
    },
  },
  view('activity', Activity),
  view('conflicts', GitMergeConflict),
  view('jobs', ListChecks),
  view('proposals', FileInput),
  view('storage', HardDrive),
  view('templates', LayoutTemplate),
  view('attachments', Paperclip),
  view('notifications', Bell),
  view('welcome', Sparkles),
];
