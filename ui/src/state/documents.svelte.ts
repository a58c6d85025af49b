import type { Backend, DocumentSummary, ListScope, SortKey, SortOrder } from '~/backend';

import { presentError, type Failure } from './failure';
import {
  filterQuery,
  isFiltered,
  NO_FILTER,
  scopeQuery,
  type ListFilter,
  type ScopeNames,
} from './list-filter';

const PAGE = 100;
/** The most rows one request may ask for. */
const MAX_PAGE = 500;
/** The most documents that one command takes, and so the most that can be selected. */
export const MAX_SELECTED = 10_000;

function sameScope(a: ListScope, b: ListScope): boolean {
  const detail = (scope: ListScope) =>
    'id' in scope ? scope.id : 'query' in scope ? scope.query : '';
  return a.kind === b.kind && detail(a) === detail(b);
}

/** One list of documents, read page by page as it is scrolled. It never holds the whole library. */
export class DocumentList {
  scope = $state.raw<ListScope>({ kind: 'all' });
  sort = $state<SortKey>('updated');
  order = $state<SortOrder>('descending');
  filter = $state.raw<ListFilter>(NO_FILTER);
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
  readonly #names: ScopeNames;

  constructor(backend: Backend, names: ScopeNames) {
    this.#backend = backend;
    this.#names = names;
  }

  get hasMore(): boolean {
    return this.#next !== undefined;
  }

  readonly selected = $derived(this.items.filter((item) => this.selection.has(item.id)));

  async open(scope: ListScope): Promise<void> {
    if (sameScope(scope, this.scope) && this.phase === 'ready') return;
    this.scope = scope;
    this.filter = NO_FILTER;
    this.selection = new Set();
    this.active = null;
    await this.#reload();
  }

  async setFilter(filter: ListFilter): Promise<void> {
    this.filter = filter;
    await this.#reload();
    this.#forgetMissing();
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
      // The further a list is read, the more is read at once: each page costs what is shown as well.
      const page = await this.#request(this.items.length < MAX_PAGE ? PAGE : MAX_PAGE, this.#next);
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

  /** Selects the whole list, as far as one command can take it. */
  async selectAll(): Promise<void> {
    const sequence = this.#sequence;
    this.selection = this.#known();
    while (this.hasMore && this.items.length < MAX_SELECTED) {
      const before = this.items.length;
      await this.loadMore();
      // Another list, a choice of the person, or a failure ends it.
      if (sequence !== this.#sequence || this.items.length === before) return;
      if (this.selection.size < before) return;
      this.selection = this.#known();
    }
  }

  /** Reads on until a document is there, as far as {@link MAX_SELECTED}; selects it. */
  async reveal(id: string): Promise<boolean> {
    const sequence = this.#sequence;
    for (;;) {
      if (this.items.some((item) => item.id === id)) {
        this.select(id);
        return true;
      }
      const before = this.items.length;
      if (!this.hasMore || before >= MAX_SELECTED) return false;
      await this.loadMore();
      if (sequence !== this.#sequence || this.items.length === before) return false;
    }
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

  #known(): Set<string> {
    return new Set(this.items.slice(0, MAX_SELECTED).map((item) => item.id));
  }

  /** What is asked for: a filtered list is a search, sorted and paged as any list is. */
  #asked(): ListScope {
    const within = isFiltered(this.filter) ? scopeQuery(this.scope, this.#names) : null;
    if (within === null) return this.scope;
    return { kind: 'query', query: `${within} ${filterQuery(this.filter)}`.trim() };
  }

  #request(limit: number, cursor?: string) {
    const { sort, order } = this;
    const query = { scope: this.#asked(), sort, order, limit };
    return this.#backend.call('document.list', cursor === undefined ? query : { ...query, cursor });
  }

  #forgetMissing(): void {
    const known = new Set(this.items.map((item) => item.id));
    if (this.active !== null && !known.has(this.active)) this.active = null;
    const kept = [...this.selection].filter((id) => known.has(id));
    if (kept.length !== this.selection.size) this.selection = new Set(kept);
  }
}
