import { t } from '~/lib/i18n/index.svelte';
import type { App } from '~/state/app.svelte';

/** Opens what a link inside the library names, or offers to create the document that is missing. */
export async function followInside(
  app: App,
  from: string,
  target: string,
  fragment: string | undefined,
  known?: { readonly id: string },
): Promise<void> {
  // A link without a target leads within its own document.
  const here = target === '' ? { id: from } : known;
  const found = here
    ? { document: here, attachment: undefined }
    : await app.backend.call('document.resolve', { from, target });
  if (found.document) {
    app.library.openDocument(found.document.id);
    if (fragment !== undefined) await app.session.goToHeading(found.document.id, fragment);
  } else if (found.attachment) {
    window.open(app.backend.attachmentUrl(found.attachment.id), '_blank', 'noopener');
  } else {
    app.notices.say(t('link.missing', { title: target }), {
      action: {
        label: t('link.create'),
        run: () => void app.library.newDocument({ title: target }),
      },
    });
  }
}
