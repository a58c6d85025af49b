import type { ActivityQuery, AuditEntry, Reverted } from '~/backend';
import { t } from '~/lib/i18n/index.svelte';

import type { App } from './app.svelte';
import { presentError, type Failure } from './failure';

const PAGE = 100;
/** One request of an export asks for this many. */
const EXPORT_PAGE = 500;

export type ActivityFilter = Omit<ActivityQuery, 'limit' | 'cursor'>;

/** What was done in the library, read page by page as it is scrolled. */
export class ActivityState {
  items = $state.raw<readonly AuditEntry[]>([]);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  failure = $state.raw<Failure | null>(null);
  filter = $state.raw<ActivityFilter>({});

  #next = $state.raw<string | undefined>(undefined);
  #sequence = 0;
  #loadingMore = false;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  get hasMore(): boolean {
    return this.#next !== undefined;
  }
  get isFiltered(): boolean {
    return Object.keys(this.filter).length > 0;
  }

  async show(filter: ActivityFilter): Promise<void> {
    this.filter = filter;
    await this.load();
  }

  async load(): Promise<void> {
    this.#sequence += 1;
    const sequence = this.#sequence;
    this.phase = 'loading';
    this.failure = null;
    try {
      const page = await this.#page(PAGE);
      if (sequence !== this.#sequence) return;
      this.items = page.items;
      this.#next = page.next;
      this.phase = 'ready';
    } catch (error) {
      if (sequence !== this.#sequence) return;
      this.failure = presentError(error);
      this.phase = 'failed';
    }
  }

  async loadMore(): Promise<void> {
    if (this.#next === undefined || this.#loadingMore) return;
    this.#loadingMore = true;
    const sequence = this.#sequence;
    try {
      const page = await this.#page(PAGE, this.#next);
      if (sequence !== this.#sequence) return;
      this.items = [...this.items, ...page.items];
      this.#next = page.next;
    } catch (error) {
      const { title, hint } = presentError(error);
      this.#app.notices.say(title, { tone: 'error', detail: hint });
    } finally {
      this.#loadingMore = false;
    }
  }

  /** Undoes all that was done together with an entry, and offers to undo that. */
  async revert(entry: AuditEntry): Promise<void> {
    const { backend, library, notices, documents, sidebar, session, settings } = this.#app;
    try {
      const { batch } = entry.cause;
      const result: Reverted = await backend.call('activity.revert', { batch });
      const refused = result.refused.map(({ object, reason }) => ({ name: object.name, reason }));
      if (result.reverted === 0) {
        library.sayRefused(t('activity.notReverted'), refused);
      } else {
        const message = t('activity.reverted', { n: result.reverted });
        library.offerUndo(message, result.batch);
        if (refused.length > 0) library.sayRefused(t('activity.partly'), refused);
      }
      await Promise.all([documents.refresh(), sidebar.load(), settings.load()]);
      await session.current?.reread();
    } catch (error) {
      const { title, hint } = presentError(error);
      notices.say(title, { tone: 'error', detail: hint });
    }
    await this.load();
  }

  /** Reads all that the filter lets through, not only what was scrolled to. */
  async all(): Promise<readonly AuditEntry[]> {
    const found: AuditEntry[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#page(EXPORT_PAGE, cursor);
      found.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    return found;
  }

  #page(limit: number, cursor?: string) {
    const query = { ...this.filter, limit };
    const request = cursor === undefined ? query : { ...query, cursor };
    return this.#app.backend.call('activity.list', request);
  }
}
