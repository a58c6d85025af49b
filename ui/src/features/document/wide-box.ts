import { t } from '~/lib/i18n/index.svelte';

/**
 * Lets the keys scroll what is wider than the page. A table that fits is no box that scrolls: inside
 * one its first row could not stay in sight.
 */
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const box = target.closest<HTMLElement>('.table, pre');
    if (!box) continue;
    const isWide = box.scrollWidth > box.clientWidth + 1;
    box.classList.toggle('wide', isWide);
    if (isWide) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }
});

function watch(...elements: readonly Element[]): () => void {
  for (const element of elements) widths.observe(element);
  return () => {
    for (const element of elements) widths.unobserve(element);
  };
}

/** Watches a block of code. Returns what stops it. */
export function watchCode(pre: HTMLElement): () => void {
  return watch(pre, ...pre.children);
}

/** Puts a table into a box of its own and watches it. Returns what stops it. */
export function boxTable(table: HTMLElement): () => void {
  const box = document.createElement('div');
  box.className = 'table';
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', table.querySelector('caption')?.textContent ?? t('preview.table'));
  table.replaceWith(box);
  box.append(table);
  return watch(box, table);
}
