import { t } from '~/lib/i18n/index.svelte';

import type { App } from './app.svelte';

/**
 * Puts a text on the clipboard, and says so; or says that it cannot: a page that came over plain HTTP from another
 * computer is given no clipboard.
 */
export async function copyText(app: App, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    app.notices.say(t('done.copied'));
  } catch {
    app.notices.say(t('copy.refused'), { tone: 'error', detail: t('copy.refused.detail') });
  }
}
