import {
  ApiError,
  type Backend,
  type Explanation,
  type SearchHit,
  type SearchSort,
} from '~/backend';
import { recall, remember } from '~/lib/storage';

import { presentError, type Failure } from './failure';

const DELAY_MS = 80;
const PAGE = 50;
const RECENT_KEPT = 8;

/** The orders that results can be had in. */
export const SEARCH_SORTS = [
  { id: 'relevance', sort: null },
  { id: 'newest', sort: { key: 'updated', order: 'descending' } },
  { id: 'oldest', sort: { key: 'updated', order: 'ascending' } },
  { id: 'created', sort: { key: 'created', order: 'descending' } },
  { id: 'title', sort: { key: 'title', order: 'ascending' } },
  { id: 'size', sort: { key: 'size', order: 'descending' } },
] as const satisfies readonly { readonly id: string; readonly sort: SearchSort | null }[];

function recallRecent(): string[] {
  const saved = recall('searches');
  return Array.isArray(saved) ? saved.filter((query) => typeof query === 'string') : [];
}

/** Full-text search as it is typed. */
export class SearchState {
  query = $state('');
  hits = $state.raw<readonly SearchHit[]>([]);
  total = $state(0);
  totalIsExact = $state(true);
  substringsComplete = $state(true);
  explanation = $state.raw<Explanation | null>(null);
  phase = $state<'idle' | 'searching' | 'ready' | 'failed'>('idle');
  failure = $state.raw<Failure | null>(null);
  /** The character at which an unreadable query stops making sense. */
  failedAt = $state<number | null>(null);
  /** `null`: the best first. */
  sort = $state.raw<SearchSort | null>(null);
  recent = $state.raw<readonly string[]>(recallRecent());

  #next: string | undefined;
  #sequence = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Searches soon; what was typed before is forgotten. */
  type(query: string): void {
    this.query = query;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.run(), DELAY_MS);
  }

  async run(query = this.query): Promise<void> {
    clearTimeout(this.#timer);
    this.query = query;
    this.#sequence += 1;
    const sequence = this.#sequence;
    if (query.trim() === '') {
      this.#clear();
      return;
    }
    this.phase = 'searching';
    try {
      const results = await this.#backend.call('search.query', this.#asked(query));
      if (sequence !== this.#sequence) return;
      this.hits = results.hits;
      this.total = results.total;
      this.totalIsExact = results.totalIsExact;
      this.substringsComplete = results.substringsComplete;
      this.explanation = results.explanation;
      this.#next = results.next;
      this.failure = null;
      this.failedAt = null;
      this.phase = 'ready';
    } catch (error) {
      if (sequence !== this.#sequence) return;
      this.failure = presentError(error);
      this.failedAt = positionOf(error);
      this.phase = 'failed';
    }
  }

  async loadMore(): Promise<void> {
    const cursor = this.#next;
    if (cursor === undefined || this.phase !== 'ready') return;
    this.#next = undefined;
    const { query } = this;
    const sequence = this.#sequence;
    try {
      const results = await this.#backend.call('search.query', {
        ...this.#asked(query),
        cursor,
      });
      if (sequence !== this.#sequence) return;
      this.hits = [...this.hits, ...results.hits];
      this.#next = results.next;
    } catch (error) {
      if (sequence === this.#sequence) this.failure = presentError(error);
    }
  }

  /** Sorts the results; `null` puts the best first. */
  async sortBy(sort: SearchSort | null): Promise<void> {
    this.sort = sort;
    await this.run();
  }

  /** A result was opened: the query was worth remembering. */
  keep(): void {
    const query = this.query.trim();
    if (query === '') return;
    const others = this.recent.filter((entry) => entry !== query);
    this.recent = [query, ...others].slice(0, RECENT_KEPT);
    remember('searches', this.recent);
  }

  #asked(query: string) {
    return { query, limit: PAGE, ...(this.sort ? { sort: this.sort } : {}) };
  }

  #clear(): void {
    this.hits = [];
    this.total = 0;
    this.explanation = null;
    this.failure = null;
    this.failedAt = null;
    this.#next = undefined;
    this.phase = 'idle';
  }
}

function positionOf(error: unknown): number | null {
  const { code, details } = ApiError.from(error);
  if (code !== 'unreadableQuery' || typeof details !== 'object' || details === null) return null;
  return 'at' in details && typeof details.at === 'number' ? details.at : null;
}
