import Copy from '@lucide/svelte/icons/copy';
import CopyPlus from '@lucide/svelte/icons/copy-plus';
import FolderInput from '@lucide/svelte/icons/folder-input';
import Pencil from '@lucide/svelte/icons/pencil';
import Pin from '@lucide/svelte/icons/pin';
import Plus from '@lucide/svelte/icons/plus';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import RotateCcwClock from '@lucide/svelte/icons/rotate-ccw-clock';
import Save from '@lucide/svelte/icons/save';
import Star from '@lucide/svelte/icons/star';
import Tag from '@lucide/svelte/icons/tag';
import Trash from '@lucide/svelte/icons/trash';
import Undo from '@lucide/svelte/icons/undo-2';

import { t } from '~/lib/i18n/index.svelte';
import { formatRoute } from '~/lib/routes';
import type { App } from '~/state/app.svelte';
import { copyText } from '~/state/copy';

import { LIVE, needing, ONE_LIVE, OPEN, targets, TEMPLATES, TRASHED } from './needs';
import type { Action } from './registry';

async function toggleFlag(app: App, flag: 'favorite' | 'pinned'): Promise<void> {
  const chosen = targets(app);
  const value = !chosen.every((target) => target[flag]);
  const ids = chosen.map(({ id }) => id);
  const patch = flag === 'favorite' ? { favorite: value } : { pinned: value };
  await app.library.update(ids, patch, null);
  await app.documents.refresh();
}

export const documentActions: readonly Action[] = [
  {
    id: 'document.new',
    title: 'action.newDocument',
    group: 'group.document',
    icon: Plus,
    keys: ['Mod+N'],
    browserKeys: ['Alt+N'],
    run: (app) => app.library.newDocument(),
  },
  {
    id: 'document.newFromTemplate',
    title: 'action.newFromTemplate',
    group: 'group.document',
    icon: Plus,
    keys: ['Mod+Shift+N'],
    browserKeys: ['Alt+Shift+N'],
    needs: TEMPLATES,
    run: (app) => app.show('templates'),
  },
  {
    id: 'document.saveVersion',
    title: 'action.saveVersion',
    group: 'group.document',
    icon: Save,
    keys: ['Mod+S'],
    needs: OPEN,
    run: async (app) => {
      await app.session.current?.saveVersion();
      if (app.session.current?.saveState === 'saved') app.notices.say(t('done.versionSaved'));
    },
  },
  {
    id: 'document.rename',
    title: 'action.rename',
    group: 'group.document',
    icon: Pencil,
    keys: ['F2'],
    needs: ONE_LIVE,
    run: (app) => app.show('rename'),
  },
  {
    id: 'document.addTags',
    title: 'action.addTags',
    group: 'group.document',
    icon: Tag,
    keys: ['Mod+Shift+A'],
    needs: LIVE,
    run: (app) => app.show('tags'),
  },
  {
    id: 'document.move',
    title: 'action.moveTo',
    group: 'group.document',
    icon: FolderInput,
    keys: ['Mod+Shift+M'],
    needs: LIVE,
    run: (app) => app.show('move'),
  },
  {
    id: 'document.favorite',
    title: 'action.favorite',
    group: 'group.document',
    icon: Star,
    keys: ['Mod+Shift+D'],
    needs: LIVE,
    run: (app) => toggleFlag(app, 'favorite'),
  },
  {
    id: 'document.pin',
    title: 'action.pin',
    group: 'group.document',
    icon: Pin,
    needs: LIVE,
    run: (app) => toggleFlag(app, 'pinned'),
  },
  {
    id: 'document.template',
    title: 'action.template',
    group: 'group.document',
    icon: CopyPlus,
    needs: LIVE,
    run: async (app) => {
      const chosen = targets(app);
      const template = !chosen.every((target) => target.template);
      const message = t(template ? 'done.template' : 'done.notTemplate');
      const ids = chosen.map(({ id }) => id);
      await app.library.update(ids, { template }, message);
    },
  },
  {
    id: 'document.duplicate',
    title: 'action.duplicate',
    group: 'group.document',
    icon: CopyPlus,
    needs: ONE_LIVE,
    run: async (app) => {
      const [target] = targets(app);
      if (target) await app.library.duplicate(target.id);
    },
  },
  {
    id: 'document.copyMarkdown',
    title: 'action.copyMarkdown',
    group: 'group.document',
    icon: Copy,
    needs: OPEN,
    run: (app) => copyText(app, app.session.current?.text() ?? ''),
  },
  {
    id: 'document.copyLink',
    title: 'action.copyLink',
    group: 'group.document',
    icon: Copy,
    needs: OPEN,
    run: (app) => copyText(app, `[[${app.session.current?.summary.title ?? ''}]]`),
  },
  {
    id: 'document.copyAddress',
    title: 'action.copyAddress',
    group: 'group.document',
    icon: Copy,
    needs: OPEN,
    run: async (app) => {
      const { current } = app.session;
      if (!current) return;
      const place = formatRoute({ name: 'document', id: current.id });
      // From a browser the page is the program; from the desktop any program opens the window.
      const address = app.backend.capabilities.browserKeys
        ? `${location.origin}/#${place}`
        : `longhand:/${place}`;
      await copyText(app, address);
    },
  },
  {
    id: 'document.history',
    title: 'action.history',
    group: 'group.document',
    icon: RotateCcwClock,
    keys: ['Mod+Shift+H'],
    needs: OPEN,
    run: (app) => {
      const { route } = app.router;
      const id = app.session.current?.id;
      if (id === undefined) return;
      app.router.go(route.name === 'history' ? { name: 'document', id } : { name: 'history', id });
    },
  },
  {
    id: 'document.trash',
    title: 'action.trash',
    group: 'group.document',
    icon: Trash,
    needs: LIVE,
    run: (app) => app.library.trash(targets(app)),
  },
  {
    id: 'document.restore',
    title: 'action.restore',
    group: 'group.document',
    icon: RotateCcw,
    needs: TRASHED,
    run: (app) => app.library.restore(targets(app)),
  },
  {
    id: 'library.undo',
    title: 'action.undo',
    group: 'group.library',
    icon: Undo,
    keysOutsideText: ['Mod+Z'],
    needs: needing((app) => app.undo.canUndo, 'needs.undo'),
    run: (app) => app.library.undo(),
  },
];
