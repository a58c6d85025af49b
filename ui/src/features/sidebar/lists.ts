import Clock from '@lucide/svelte/icons/clock';
import Files from '@lucide/svelte/icons/files';
import Inbox from '@lucide/svelte/icons/inbox';
import LayoutTemplate from '@lucide/svelte/icons/layout-template';
import Star from '@lucide/svelte/icons/star';
import Trash from '@lucide/svelte/icons/trash';

import type { LibraryCounts } from '~/backend';
import type { IconComponent } from '~/lib/icon';
import type { MessageKey } from '~/lib/i18n/index.svelte';
import type { SmartList } from '~/lib/routes';

export interface SmartRow {
  readonly id: SmartList;
  readonly icon: IconComponent;
  readonly title: MessageKey;
  readonly count: (counts: LibraryCounts) => number | undefined;
  /** Shown only while it holds something. */
  readonly hideWhenEmpty?: boolean;
}

export const SMART_ROWS: readonly SmartRow[] = [
  { id: 'inbox', icon: Inbox, title: 'list.inbox', count: (counts) => counts.inbox },
  { id: 'all', icon: Files, title: 'list.all', count: (counts) => counts.documents },
  { id: 'favorites', icon: Star, title: 'list.favorites', count: (counts) => counts.favorites },
  { id: 'recent', icon: Clock, title: 'list.recent', count: () => undefined },
  {
    id: 'templates',
    icon: LayoutTemplate,
    title: 'list.templates',
    count: (counts) => counts.templates,
    hideWhenEmpty: true,
  },
];

export const TRASH_ROW: SmartRow = {
  id: 'trash',
  icon: Trash,
  title: 'list.trash',
  count: (counts) => counts.trash,
};
