import { t } from '~/lib/i18n/index.svelte';

const COPIED_MS = 2_000;

async function copy(button: HTMLButtonElement, code: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(code.textContent.replace(/\n$/, ''));
  button.textContent = t('preview.copied');
  setTimeout(() => (button.textContent = t('preview.copyCode')), COPIED_MS);
}

/** Gives a block of code a button that copies it. The button stands beside what scrolls. */
export function frameCode(pre: HTMLElement): void {
  const code = pre.querySelector('code');
  if (!code) return;
  const frame = document.createElement('div');
  frame.className = 'code';
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy-code';
  button.textContent = t('preview.copyCode');
  // Told again when its words change, so that the copy is heard of.
  button.setAttribute('aria-live', 'polite');
  button.addEventListener('click', () => void copy(button, code));
  pre.replaceWith(frame);
  frame.append(pre, button);
}
