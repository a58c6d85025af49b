import type { ReviewedChange } from '~/backend';
import type { MessageKey } from '~/lib/i18n/index.svelte';

/** What stands in the way of a change, or what else accepting it does; none when it is as proposed. */
export function warningOf(
  change: ReviewedChange,
): Extract<MessageKey, `proposals.${string}`> | null {
  if (change.kind !== 'create') {
    if (change.present === 'absent') return 'proposals.gone';
    if (change.present === 'trashed') return 'proposals.trashed';
  }
  switch (change.text?.outcome) {
    case 'merged':
      return 'proposals.merged';
    case 'conflict':
      return 'proposals.conflict';
    case 'unchanged':
      return 'proposals.unchanged';
    case 'saved':
    case undefined:
      return change.fields.some((field) => field.changedSince) ? 'proposals.fieldsChanged' : null;
  }
}
