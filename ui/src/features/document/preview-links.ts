import type { App } from '~/state/app.svelte';
import { presentError } from '~/state/failure';
import type { OpenDocument } from '~/state/open-document.svelte';
import type { PreviewState } from '~/state/preview.svelte';

import { followInside } from './follow';

/** What a link of the preview needs to lead somewhere. */
export interface LinkContext {
  readonly app: App;
  readonly document: OpenDocument;
  readonly preview: PreviewState;
  /** What scrolls; a link inside the document leads to an element of it. */
  readonly scroller: HTMLElement;
}

/** Where a link leads, in words for the status bar. */
export function linkTarget(link: HTMLElement, preview: PreviewState): string {
  const { doc, fragment } = link.dataset;
  if (doc === undefined) return link.getAttribute('href')?.replace(/^#h-/, '#') ?? '';
  const title = preview.links[doc]?.title ?? doc;
  return fragment === undefined ? title : `${title} › ${fragment}`;
}

function jump(scroller: HTMLElement, id: string): void {
  const goal = scroller.querySelector<HTMLElement>(`[id="${CSS.escape(id)}"]`);
  if (!goal) return;
  goal.scrollIntoView();
  // The next Tab goes on from there, and a reader starts there.
  if (!goal.matches('a[href], button, input')) goal.tabIndex = -1;
  goal.focus({ preventScroll: true });
}

/** Goes where a link leads: within the document, to another, or out of the program. */
export async function follow(context: LinkContext, link: HTMLElement): Promise<void> {
  const { doc, fragment, kind } = link.dataset;
  const href = link.getAttribute('href');
  try {
    if (kind === 'external' && href !== null) await context.app.backend.openExternal(href);
    else if (doc !== undefined) {
      const { app, document, preview } = context;
      await followInside(app, document.id, doc, fragment, preview.links[doc]);
    } else if (href?.startsWith('#')) jump(context.scroller, href.slice(1));
  } catch (error) {
    context.app.notices.say(presentError(error).title, { tone: 'error' });
  }
}
