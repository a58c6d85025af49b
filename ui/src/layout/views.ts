import type { Component } from 'svelte';

import type { ViewName } from '~/lib/routes';

type ViewModule = Promise<{ default: Component }>;

/** Each view is a chunk of its own, fetched when it is first shown. */
const LOADERS: Readonly<Record<ViewName, () => ViewModule>> = {
  graph: () => import('~/features/graph/GraphView.svelte'),
  activity: () => import('~/features/activity/ActivityView.svelte'),
  conflicts: () => import('~/features/conflicts/ConflictsView.svelte'),
  jobs: () => import('~/features/jobs/JobsView.svelte'),
  proposals: () => import('~/features/proposals/ProposalsView.svelte'),
  storage: () => import('~/features/storage/StorageView.svelte'),
  templates: () => import('~/features/templates/TemplatesView.svelte'),
  attachments: () => import('~/features/attachments/AttachmentsView.svelte'),
  notifications: () => import('~/features/notifications/NotificationsView.svelte'),
  welcome: () => import('~/features/welcome/WelcomeView.svelte'),
};

const loaded = new Map<ViewName, ViewModule>();

/** The component of a view; a fetch that failed is tried again. */
export function loadView(name: ViewName): ViewModule {
  const known = loaded.get(name);
  if (known) return known;
  const module = LOADERS[name]();
  loaded.set(name, module);
  module.catch(() => loaded.delete(name));
  return module;
}

// What takes the place of a document's text is seldom seen, and fetched when it is.
export function loadHistory() {
  return import('~/features/history/HistoryView.svelte');
}
export function loadResolver() {
  return import('~/features/conflicts/ConflictView.svelte');
}
// It is closed until someone opens it.
export function loadInspector() {
  return import('~/features/inspector/Inspector.svelte');
}
export function loadSearch() {
  return import('~/features/search/SearchColumn.svelte');
}
