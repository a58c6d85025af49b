import { t } from '~/lib/i18n/index.svelte';

import { renderDiagram } from './diagram';

export interface References {
  /** The address of a file that the document names, if the library has it. */
  readonly attachmentUrl: (reference: string) => string | null;
  /** A link to a document that does not exist. */
  readonly isMissing: (target: string) => boolean;
}

function placeholder(text: string): HTMLElement {
  const element = document.createElement('span');
  element.className = 'image-blocked';
  element.textContent = text;
  return element;
}

/** Hides a picture that cannot be shown behind words that say why. */
function standIn(image: HTMLImageElement, text: string): HTMLElement {
  const words = placeholder(text);
  image.hidden = true;
  image.before(words);
  return words;
}

/**
 * Gives pictures their address and marks links that lead nowhere. Runs again when the library's
 * answer changes, so it first takes away what it did before.
 */
export function resolveReferences(root: HTMLElement, references: References): void {
  for (const words of root.querySelectorAll('.image-blocked')) words.remove();
  for (const image of root.querySelectorAll<HTMLImageElement>('img[data-src]')) {
    const reference = image.dataset['src'] ?? '';
    const url = references.attachmentUrl(reference);
    image.hidden = url === null;
    if (url === null) {
      standIn(image, t('preview.missingImage', { name: reference }));
    } else if (image.getAttribute('src') !== url) {
      image.loading = 'lazy';
      image.decoding = 'async';
      image.src = url;
    }
  }
  for (const image of root.querySelectorAll<HTMLImageElement>('img[data-remote-src]')) {
    const url = image.dataset['remoteSrc'] ?? '';
    const name = image.alt === '' ? url : image.alt;
    const words = standIn(image, t('preview.remoteImage', { name }));
    words.dataset['remoteSrc'] = url;
    words.title = url;
  }
  for (const link of root.querySelectorAll<HTMLElement>('a[data-doc]')) {
    link.toggleAttribute('data-broken', references.isMissing(link.dataset['doc'] ?? ''));
  }
}

async function showMath(element: HTMLElement, isWanted: () => boolean): Promise<void> {
  const source = element.textContent;
  const [{ default: katex }] = await Promise.all([
    import('katex'),
    import('katex/dist/katex.min.css'),
  ]);
  if (!isWanted()) return;
  try {
    katex.render(source, element, {
      displayMode: element.dataset['math'] === 'display',
      throwOnError: true,
      // Chinese and Japanese words in a formula are fine.
      strict: 'ignore',
      output: 'htmlAndMathml',
      maxExpand: 100,
      maxSize: 40,
    });
  } catch (error) {
    element.textContent = source;
    element.classList.add('math-error');
    element.title = error instanceof Error ? error.message : String(error);
  }
}

function nameTaskBoxes(root: HTMLElement): void {
  for (const box of root.querySelectorAll<HTMLInputElement>('.task-box input')) {
    const item = box.closest('li');
    box.setAttribute('aria-label', item?.textContent.trim().split('\n')[0] ?? '');
  }
}

/** Draws what a block's HTML only describes. Returns what stops work still under way. */
export function drawContents(root: HTMLElement): () => void {
  nameTaskBoxes(root);
  let wanted = true;
  const stops: (() => void)[] = [];
  for (const formula of root.querySelectorAll<HTMLElement>('[data-math]')) {
    void showMath(formula, () => wanted);
  }
  for (const diagram of root.querySelectorAll<HTMLElement>('pre[data-mermaid]')) {
    stops.push(renderDiagram(diagram));
  }
  return () => {
    wanted = false;
    stops.forEach((stop) => stop());
  };
}
