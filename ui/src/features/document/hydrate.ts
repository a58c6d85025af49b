import { t } from '~/lib/i18n/index.svelte';

import { frameCode } from './code-block';
import { renderDiagram } from './diagram';
import { anchorHeading } from './heading-anchor';
import { knownSize, learnSize } from './image-sizes';
import { readProse } from './prose-words';
import { boxTable, watchCode } from './wide-box';

export interface References {
  /** The address of a file that the document names, if the library has it. */
  readonly attachmentUrl: (reference: string) => string | null;
  /** A link to a document that does not exist. */
  readonly isMissing: (target: string) => boolean;
}

/** Hides a picture that cannot be shown behind words that say why. */
function standIn<Name extends 'span' | 'button'>(
  image: HTMLImageElement,
  name: Name,
  text: string,
): HTMLElementTagNameMap[Name] {
  const words = document.createElement(name);
  words.className = 'image-blocked';
  words.textContent = text;
  image.hidden = true;
  image.before(words);
  return words;
}

function showImage(image: HTMLImageElement, url: string): void {
  // Read before the picture is there, so that the text below it does not jump when it comes.
  const size = knownSize(url);
  if (size && !image.hasAttribute('width') && !image.hasAttribute('height')) {
    image.width = size.width;
    image.height = size.height;
  }
  image.loading = 'lazy';
  image.decoding = 'async';
  image.addEventListener('load', () => learnSize(url, image), { once: true });
  image.src = url;
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
      standIn(image, 'span', t('preview.missingImage', { name: reference }));
    } else if (image.getAttribute('src') !== url) {
      showImage(image, url);
    }
  }
  for (const image of root.querySelectorAll<HTMLImageElement>('img[data-remote-src]')) {
    const url = image.dataset['remoteSrc'] ?? '';
    const name = image.alt === '' ? url : image.alt;
    const words = standIn(image, 'button', t('preview.remoteImage', { name }));
    words.type = 'button';
    words.dataset['remoteSrc'] = url;
    words.title = url;
  }
  for (const link of root.querySelectorAll<HTMLElement>('a[data-doc]')) {
    link.toggleAttribute('data-broken', references.isMissing(link.dataset['doc'] ?? ''));
  }
}

async function showMath(element: HTMLElement, isWanted: () => boolean): Promise<void> {
  const source = element.textContent;
  const displayMode = element.dataset['math'] === 'display';
  const [{ default: katex }] = await Promise.all([
    import('katex'),
    import('katex/dist/katex.min.css'),
  ]);
  if (!isWanted()) return;
  try {
    katex.render(source, element, {
      displayMode,
      throwOnError: true,
      // Chinese and Japanese words in a formula are fine.
      strict: 'ignore',
      output: 'htmlAndMathml',
      maxExpand: 100,
      maxSize: 40,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    element.textContent = source;
    element.classList.add('math-error');
    element.title = message;
    // In a line of text there is no room for more than the formula as it was written.
    if (!displayMode) return;
    const words = document.createElement('span');
    words.className = 'math-message';
    words.textContent = message;
    element.append(words);
  }
}

/** Draws what a block's HTML only describes. Returns what stops work still under way. */
export function drawContents(root: HTMLElement): () => void {
  readProse(root);
  anchorHeading(root);
  let wanted = true;
  const stops: (() => void)[] = [];
  for (const formula of root.querySelectorAll<HTMLElement>('[data-math]')) {
    void showMath(formula, () => wanted);
  }
  for (const diagram of root.querySelectorAll<HTMLElement>('pre[data-mermaid]')) {
    stops.push(renderDiagram(diagram));
  }
  for (const pre of root.querySelectorAll<HTMLElement>('pre:not([data-mermaid])')) {
    frameCode(pre);
    stops.push(watchCode(pre));
  }
  for (const table of root.querySelectorAll<HTMLElement>('table')) stops.push(boxTable(table));
  return () => {
    wanted = false;
    stops.forEach((stop) => stop());
  };
}
