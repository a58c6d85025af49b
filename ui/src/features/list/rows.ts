import type { DocumentSummary, SortKey } from '~/backend';
import { dateGroup } from '~/lib/dates';
import { t } from '~/lib/i18n/index.svelte';

export type ListRow =
  | { readonly kind: 'heading'; readonly key: string; readonly text: string }
  | {
      readonly kind: 'document';
      readonly key: string;
      readonly document: DocumentSummary;
      /** From 1, headings not counted. */
      readonly position: number;
    };

/** Puts headings between documents: pinned ones first, then by day, week and month. */
export function withHeadings(
  documents: readonly DocumentSummary[],
  sort: SortKey,
  pinnedFirst: boolean,
  now: Date,
): ListRow[] {
  const byTime = sort === 'updated' || sort === 'created';
  const rows: ListRow[] = [];
  let before: string | null = null;
  documents.forEach((document, index) => {
    const pinned = pinnedFirst && document.pinned;
    const time = sort === 'created' ? document.createdAt : document.updatedAt;
    const heading = pinned ? t('list.pinned') : byTime ? dateGroup(new Date(time), now) : '';
    if (heading !== before && heading !== '') {
      rows.push({ kind: 'heading', key: `heading:${heading}`, text: heading });
    }
    before = heading;
    rows.push({ kind: 'document', key: document.id, document, position: index + 1 });
  });
  return rows;
}
