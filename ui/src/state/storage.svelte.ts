import type { Attachment, DocumentSummary, StorageStats } from '~/backend';
import { formatBytes } from '~/lib/bytes';
import { t } from '~/lib/i18n/index.svelte';

import type { App } from './app.svelte';
import { presentError } from './failure';
import { Loadable } from './loadable.svelte';

/** How many of the things that would go are named before they go. */
const NAMED = 100;

/** What can be given back to the disk, named one by one. */
export interface Reclaimable {
  readonly unused: readonly Attachment[];
  readonly unusedBytes: number;
  /** The first of the trash; `trashCount` says how many there are. */
  readonly trash: readonly DocumentSummary[];
  readonly trashCount: number;
  readonly trashBytes: number;
  readonly freeBytes: number;
}
export interface ReclaimChoice {
  readonly unused: boolean;
  readonly trash: boolean;
  readonly free: boolean;
}

export function kindOf(stats: StorageStats, kind: string): { count: number; bytes: number } {
  return stats.kinds.find((one) => one.kind === kind) ?? { count: 0, bytes: 0 };
}

/** What takes room in the library, and giving some of it back. */
export class StorageState {
  readonly stats: Loadable<StorageStats>;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
    this.stats = new Loadable(() => app.backend.call('library.stats', {}));
  }

  /** Reads what would go; nothing is changed. */
  async reclaimable(): Promise<Reclaimable> {
    const { backend } = this.#app;
    const [stats, { unused, bytes }, { items }] = await Promise.all([
      backend.call('library.stats', {}),
      backend.call('attachment.collect', { delete: false }),
      backend.call('document.list', {
        scope: { kind: 'trash' },
        sort: 'size',
        order: 'descending',
        limit: NAMED,
      }),
    ]);
    const trash = kindOf(stats, 'trash');
    return {
      unused,
      unusedBytes: bytes,
      trash: items,
      trashCount: trash.count,
      trashBytes: trash.bytes,
      freeBytes: stats.freeBytes,
    };
  }

  /**
   * Deletes what was chosen, for ever; whoever calls this has asked. Attachments go first, so that
   * none goes that was listed as used by a document in the trash.
   */
  async reclaim(choice: ReclaimChoice): Promise<void> {
    const { backend, documents, session, notices } = this.#app;
    try {
      if (choice.unused) await backend.call('attachment.collect', { delete: true });
      if (choice.trash) {
        if (session.current?.summary.trashedAt) await session.clear();
        await backend.call('trash.empty', {});
        await documents.refresh();
      }
      if (choice.free) {
        const { before, after } = await backend.call('library.compact', {});
        const sizes = { before: formatBytes(before), after: formatBytes(after) };
        notices.say(t('storage.compacted', sizes));
      } else {
        notices.say(t('storage.reclaimed'));
      }
    } catch (error) {
      const { title, hint } = presentError(error);
      notices.say(title, { tone: 'error', detail: hint });
    }
    await this.stats.load();
  }
}
