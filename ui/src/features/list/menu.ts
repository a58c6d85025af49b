import { action, isEnabled, shownKey } from '~/actions';
import type { MenuItem } from '~/components/menu-item';
import { t } from '~/lib/i18n/index.svelte';
import type { App } from '~/state/app.svelte';

const GROUPS = [
  ['document.rename', 'document.move', 'document.addTags'],
  ['document.favorite', 'document.pin', 'document.template', 'document.duplicate'],
  ['document.restore', 'document.trash'],
];

/** What can be done to the selected documents. */
export function documentMenu(app: App): MenuItem[][] {
  return GROUPS.map((ids) =>
    ids
      .map(action)
      .filter((candidate) => isEnabled(candidate, app))
      .map((candidate) => ({
        id: candidate.id,
        label: t(candidate.title),
        icon: candidate.icon,
        keys: shownKey(candidate, app),
        run: () => void candidate.run(app),
      })),
  );
}
