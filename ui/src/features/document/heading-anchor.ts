import { t } from '~/lib/i18n/index.svelte';

/** Gives a heading of the document's own a sign that copies a link to it. */
export function anchorHeading(block: HTMLElement): void {
  const heading = block.querySelector(':scope > :is(h1, h2, h3, h4, h5, h6)[id]');
  const title = heading?.textContent.trim() ?? '';
  if (title === '') return;
  // Beside the heading and not in it, or it would be read out as a part of its text.
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'heading-anchor';
  button.dataset['heading'] = title;
  button.title = t('preview.copyHeading');
  button.setAttribute('aria-label', t('preview.copyHeadingOf', { title }));
  button.textContent = '#';
  block.append(button);
}
