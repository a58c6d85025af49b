import { t } from '~/lib/i18n/index.svelte';

import { renderDiagram } from './diagram';

export interface HydrateContext {
  /** The address of a file that the document names, if the library has it. */
  readonly attachmentUrl: (reference: string) => string | null;
  /** A link to a document that does not exist. */
  readonly isMissing: (target: string) => boolean;
}

function showImages(root: HTMLElement, context: HydrateContext): void {
  for (const image of root.querySelectorAll<HTMLImageElement>('img[data-src]')) {
    const reference = image.dataset['src'] ?? '';
    const url = context.attachmentUrl(reference);
    if (url === null) {
      image.replaceWith(placeholder(t('preview.missingImage', { name: reference })));
    } else {
      image.loading = 'lazy';
      image.decoding = 'async';
      image.src = url;
    }
  }
  for (const image of root.querySelectorAll<HTMLImageElement>('img[data-remote-src]')) {
    const url = image.dataset['remoteSrc'] ?? '';
    const name = image.alt === '' ? url : image.alt;
    const blocked = placeholder(t('preview.remoteImage', { name }));
    blocked.dataset['remoteSrc'] = url;
    blocked.title = url;
    image.replaceWith(blocked);
  }
}

function placeholder(text: string): HTMLElement {
  const element = document.createElement('span');
  element.className = 'image-blocked';
  element.textContent = text;
  return element;
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

/**
 * Brings a block of clean HTML to life: pictures get their address, formulas and diagrams are
 * drawn, links that lead nowhere are marked. Returns what stops work still under way.
 */
export function hydrate(root: HTMLElement, context: HydrateContext): () => void {
  let wanted = true;
  const isWanted = () => wanted;
  const stops: (() => void)[] = [];
  showImages(root, context);
  for (const link of root.querySelectorAll<HTMLElement>('a[data-doc]')) {
    if (context.isMissing(link.dataset['doc'] ?? '')) link.dataset['broken'] = '';
  }
  for (const formula of root.querySelectorAll<HTMLElement>('[data-math]')) {
    void showMath(formula, isWanted);
  }
  for (const diagram of root.querySelectorAll<HTMLElement>('pre[data-mermaid]')) {
    stops.push(renderDiagram(diagram));
  }
  return () => {
    wanted = false;
    stops.forEach((stop) => stop());
  };
}
