import type { DocumentSummary, SortKey } from '~/backend';
import { dateGroup } from '~/lib/dates';
import { i18n, t } from '~/lib/i18n/index.svelte';

export type ListRow =
  | { readonly kind: 'heading'; readonly key: string; readonly text: string }
  | {
      readonly kind: 'document';
      readonly key: string;
      readonly document: DocumentSummary;
      /** From 1, headings not counted. */
      readonly position: number;
    };

/**
 * The heading of each document, kept: formatting a date is slow, and a long list is laid out anew for
 * every page of it.
 */
let known = new WeakMap<DocumentSummary, string>();
let knownFor = '';

function timeHeading(document: DocumentSummary, sort: 'updated' | 'created', now: Date): string {
  const key = `${sort} ${now.toDateString()} ${i18n.locale}`;
  if (key !== knownFor) {
    known = new WeakMap();
    knownFor = key;
  }
  const kept = known.get(document);
  if (kept !== undefined) return kept;
  const time = sort === 'created' ? document.createdAt : document.updatedAt;
  const heading = dateGroup(new Date(time), now);
  known.set(document, heading);
  return heading;
}

/** Puts headings between documents: pinned ones first, then by day, week and month. */
export function withHeadings(
  documents: readonly DocumentSummary[],
  sort: SortKey,
  pinnedFirst: boolean,
  now: Date,
): ListRow[] {
  const rows: ListRow[] = [];
  let before: string | null = null;
  documents.forEach((document, index) => {
    const pinned = pinnedFirst && document.pinned;
    const heading = pinned
      ? t('list.pinned')
      : sort === 'updated' || sort === 'created'
        ? timeHeading(document, sort, now)
        : '';
    if (heading !== before && heading !== '') {
      rows.push({ kind: 'heading', key: `heading:${heading}`, text: heading });
    }
    before = heading;
    rows.push({ kind: 'document', key: document.id, document, position: index + 1 });
  });
  return rows;
}
