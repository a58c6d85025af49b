import type { Given } from '~/backend';
import { t } from '~/lib/i18n/index.svelte';
import { parseRoute } from '~/lib/routes';

import type { App } from './app.svelte';

/** Takes what the desktop handed over: a link leads to its screen, files are offered for import. */
export function receive(app: App, given: Given): void {
  switch (given.kind) {
    case 'place': {
      const route = parseRoute(given.address);
      if (route === null) unknown(app, given.address);
      else app.router.go(route);
      return;
    }
    case 'files':
      offer(app, given.paths);
      return;
    case 'unknown':
      unknown(app, given.name);
  }
}

/** A dialog that is open stays; the files wait behind a notice then. */
function offer(app: App, paths: readonly string[]): void {
  const open = () => app.importDropped({ paths });
  if (app.overlay === null) open();
  else {
    const action = { label: t('action.import'), run: open };
    app.notices.say(t('given.files', { n: paths.length }), { action });
  }
}

function unknown(app: App, name: string): void {
  app.notices.say(t('given.unknown', { name }), {
    tone: 'error',
    detail: t('given.unknown.detail'),
  });
}
