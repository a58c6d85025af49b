import type { Backend, DocumentSummary, ListScope, SortKey, SortOrder } from '~/backend';

import { presentError, type Failure } from './failure';

const PAGE = 100;
/** The most rows one request may ask for. */
const MAX_PAGE = 500;

function sameScope(a: ListScope, b: ListScope): boolean {
  return a.kind === b.kind && ('id' in a ? a.id : '') === ('id' in b ? b.id : '');
}

/** One list of documents, read page by page as it is scrolled. It never holds the whole library. */
export class DocumentList {
  scope = $state.raw<ListScope>({ kind: 'all' });
  sort = $state<SortKey>('updated');
  order = $state<SortOrder>('descending');
  items = $state.raw<readonly DocumentSummary[]>([]);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  failure = $state.raw<Failure | null>(null);
  /** The rows that a command such as Move to Trash applies to. */
  selection = $state.raw<ReadonlySet<string>>(new Set());
  active = $state<string | null>(null);

  #next: string | undefined;
  #sequence = 0;
  #loadingMore = false;
  #anchor: string | null = null;
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  get hasMore(): boolean {
    return this.#next !== undefined;
  }

  readonly selected = $derived(this.items.filter((item) => this.selection.has(item.id)));

  async open(scope: ListScope): Promise<void> {
    if (sameScope(scope, this.scope) && this.phase === 'ready') return;
    this.scope = scope;
    this.selection = new Set();
    this.active = null;
    await this.#reload();
  }

  async setSort(sort: SortKey, order: SortOrder): Promise<void> {
    this.sort = sort;
    this.order = order;
    await this.#reload();
  }

  async retry(): Promise<void> {
    await this.#reload();
  }

  async loadMore(): Promise<void> {
    if (this.#next === undefined || this.#loadingMore || this.phase !== 'ready') return;
    this.#loadingMore = true;
    const sequence = this.#sequence;
    try {
      const page = await this.#request(PAGE, this.#next);
      if (sequence !== this.#sequence) return;
      const known = new Set(this.items.map((item) => item.id));
      this.items = [...this.items, ...page.items.filter((item) => !known.has(item.id))];
      this.#next = page.next;
    } catch (error) {
      if (sequence === this.#sequence) this.failure = presentError(error);
    } finally {
      this.#loadingMore = false;
    }
  }

  /** Reads again what is shown, without a jump: at most {@link MAX_PAGE} rows, the rest is kept. */
  async refresh(): Promise<void> {
    this.#sequence += 1;
    const sequence = this.#sequence;
    const wanted = Math.min(MAX_PAGE, Math.max(PAGE, this.items.length));
    try {
      const page = await this.#request(wanted);
      if (sequence !== this.#sequence) return;
      const fresh = new Set(page.items.map((item) => item.id));
      const tail = this.items.slice(wanted).filter((item) => !fresh.has(item.id));
      this.items = [...page.items, ...tail];
      if (tail.length === 0) this.#next = page.next;
      this.phase = 'ready';
      this.failure = null;
      this.#forgetMissing();
    } catch (error) {
      if (sequence !== this.#sequence) return;
      this.failure = presentError(error);
      if (this.items.length === 0) this.phase = 'failed';
    }
  }

  /** Shows a new summary at once, before the list is read again. */
  patch(summary: DocumentSummary): void {
    this.items = this.items.map((item) => (item.id === summary.id ? summary : item));
  }

  /** Takes rows away at once; returns the row that should be active then. */
  remove(ids: readonly string[]): string | null {
    const gone = new Set(ids);
    const at = this.items.findIndex((item) => gone.has(item.id));
    const left = this.items.filter((item) => !gone.has(item.id));
    this.items = left;
    this.#forgetMissing();
    const next = left[Math.min(Math.max(at, 0), left.length - 1)]?.id ?? null;
    this.select(next);
    return next;
  }

  select(id: string | null): void {
    this.active = id;
    this.#anchor = id;
    this.selection = new Set(id === null ? [] : [id]);
  }

  toggle(id: string): void {
    const next = new Set(this.selection);
    if (!next.delete(id)) next.add(id);
    this.selection = next;
    this.active = id;
    this.#anchor = id;
  }

  /** Extends the selection from where it began. */
  extendTo(id: string): void {
    const indexOf = (wanted: string | null) => this.items.findIndex((item) => item.id === wanted);
    const from = Math.max(0, indexOf(this.#anchor ?? this.active));
    const to = indexOf(id);
    const range = this.items.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.selection = new Set(range.map((item) => item.id));
    this.active = id;
  }

  selectAll(): void {
    this.selection = new Set(this.items.map((item) => item.id));
  }

  async #reload(): Promise<void> {
    this.#sequence += 1;
    const sequence = this.#sequence;
    this.phase = 'loading';
    this.failure = null;
    this.items = [];
    this.#next = undefined;
    try {
      const page = await this.#request(PAGE);
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

  #request(limit: number, cursor?: string) {
    const { scope, sort, order } = this;
    const query = { scope, sort, order, limit };
    return this.#backend.call('document.list', cursor === undefined ? query : { ...query, cursor });
  }

  #forgetMissing(): void {
    const known = new Set(this.items.map((item) => item.id));
    if (this.active !== null && !known.has(this.active)) this.active = null;
    const kept = [...this.selection].filter((id) => known.has(id));
    if (kept.length !== this.selection.size) this.selection = new Set(kept);
  }
}
