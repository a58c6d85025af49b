import type { MessageKey } from '~/lib/i18n/index.svelte';
import type { App } from '~/state/app.svelte';

/** Something that has to be so before an action means anything, and what is said while it is not. */
export interface Need {
  readonly met: (app: App) => boolean;
  readonly reason: MessageKey;
}

/** What document commands apply to: the selection of the list, else the open document. */
export function targets(app: App) {
  if (app.documents.selected.length > 0) return app.documents.selected;
  return app.session.current ? [app.session.current.summary] : [];
}

export function areTrashed(app: App): boolean {
  return targets(app).some((target) => target.trashedAt !== undefined);
}

const some: Need = { met: (app) => targets(app).length > 0, reason: 'needs.some' };
const one: Need = { met: (app) => targets(app).length === 1, reason: 'needs.one' };
const untrashed: Need = { met: (app) => !areTrashed(app), reason: 'needs.live' };

export const OPEN: readonly Need[] = [
  { met: (app) => app.session.current !== null, reason: 'needs.open' },
];
export const ONE: readonly Need[] = [some, one];
export const ONE_LIVE: readonly Need[] = [some, one, untrashed];
export const LIVE: readonly Need[] = [some, untrashed];
export const TRASHED: readonly Need[] = [{ met: areTrashed, reason: 'needs.trashed' }];
export const TEMPLATES: readonly Need[] = [
  { met: (app) => (app.sidebar.counts?.templates ?? 0) > 0, reason: 'needs.templates' },
];
export const EDITOR: readonly Need[] = [
  { met: (app) => app.session.editor !== null, reason: 'needs.editor' },
];

/** A need that one action alone has. */
export function needing(met: (app: App) => boolean, reason: MessageKey): readonly Need[] {
  return [{ met, reason }];
}
