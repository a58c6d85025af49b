import type { Backend, Version } from '~/backend';
import { t } from '~/lib/i18n/index.svelte';

import type { App } from './app.svelte';
import { presentError, type Failure } from './failure';
import type { OpenDocument } from './open-document.svelte';

export type CompareWith = 'current' | 'previous' | 'marked';

export interface Comparison {
  readonly before: string;
  readonly after: string;
  /** The older side; `null` is nothing, before the first version. */
  readonly from: Version | null;
  /** The newer side; `null` is the text as it is now. */
  readonly to: Version | null;
}

const PAGE = 100;

/** The versions of one document, and the two texts that are compared. */
export class HistoryState {
  versions = $state.raw<readonly Version[]>([]);
  selected = $state.raw<Version | null>(null);
  /** A second version to compare with. */
  marked = $state.raw<Version | null>(null);
  compareWith = $state<CompareWith>('current');
  comparison = $state.raw<Comparison | null>(null);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  failure = $state.raw<Failure | null>(null);

  #next = $state.raw<string | undefined>();
  #sequence = 0;
  readonly #texts = new Map<string, string>();
  readonly #backend: Backend;
  readonly #app: App;
  readonly #document: OpenDocument;

  constructor(app: App, document: OpenDocument) {
    this.#app = app;
    this.#backend = app.backend;
    this.#document = document;
  }

  get hasMore(): boolean {
    return this.#next !== undefined;
  }

  async load(wanted?: string): Promise<void> {
    this.phase = 'loading';
    try {
      await this.#document.flush();
      const page = await this.#backend.call('history.list', {
        document: this.#document.id,
        limit: PAGE,
      });
      this.versions = page.items;
      this.#next = page.next;
      this.phase = 'ready';
      const first = page.items.find(({ id }) => id === wanted) ?? page.items[0];
      if (first) await this.select(first);
    } catch (error) {
      this.failure = presentError(error);
      this.phase = 'failed';
    }
  }

  async loadMore(): Promise<void> {
    const cursor = this.#next;
    if (cursor === undefined) return;
    this.#next = undefined;
    const document = this.#document.id;
    try {
      const page = await this.#backend.call('history.list', { document, limit: PAGE, cursor });
      this.versions = [...this.versions, ...page.items];
      this.#next = page.next;
    } catch (error) {
      this.#next = cursor;
      this.failure = presentError(error);
    }
  }

  /** How many versions between one and the next older are no longer there: thinning took them. */
  thinnedAfter(index: number): number {
    const [version, older] = this.versions.slice(index, index + 2);
    if (!version) return 0;
    if (older) return Math.max(0, version.number - older.number - 1);
    return this.hasMore ? 0 : version.number;
  }

  async select(version: Version): Promise<void> {
    this.selected = version;
    await this.#compare();
  }

  async setCompareWith(compareWith: CompareWith): Promise<void> {
    this.compareWith = compareWith;
    if (compareWith !== 'marked') this.marked = null;
    await this.#compare();
  }

  /** Marks a version to compare the selected one with, or takes the mark away. */
  async mark(version: Version): Promise<void> {
    const removes = this.marked?.id === version.id;
    this.marked = removes ? null : version;
    this.compareWith = removes ? 'current' : 'marked';
    await this.#compare();
  }

  /** Holds one version against another, whatever was compared before. */
  async compare(version: Version, other: Version): Promise<void> {
    this.marked = version;
    this.compareWith = 'marked';
    await this.select(other);
  }

  async restore(version: Version): Promise<void> {
    try {
      await this.#document.flush();
      const saved = await this.#backend.call('history.restore', { version: version.id });
      this.#app.documents.patch(saved.document);
      await this.#document.reread();
      const time = new Date(version.createdAt).toLocaleString();
      this.#app.library.offerUndo(t('done.versionRestored', { time }), saved.batch);
      await this.load();
    } catch (error) {
      this.#app.notices.say(presentError(error).title, { tone: 'error' });
    }
  }

  async name(version: Version, name: string): Promise<void> {
    try {
      const trimmed = name.trim();
      const request = { version: version.id };
      const named = await this.#backend.call(
        'history.name',
        trimmed === '' ? request : { ...request, name: trimmed },
      );
      this.versions = this.versions.map((other) => (other.id === named.id ? named : other));
      if (this.selected?.id === named.id) this.selected = named;
    } catch (error) {
      this.#app.notices.say(presentError(error).title, { tone: 'error' });
    }
  }

  async textOf(version: Version): Promise<string> {
    const known = this.#texts.get(version.id);
    if (known !== undefined) return known;
    const { text } = await this.#backend.call('history.get', { version: version.id });
    this.#texts.set(version.id, text);
    return text;
  }

  /** The version before another in time; the list is newest first, and may go on. */
  async #before(version: Version): Promise<Version | null> {
    const at = this.versions.findIndex(({ id }) => id === version.id);
    if (at + 1 === this.versions.length) await this.loadMore();
    return this.versions[at + 1] ?? null;
  }

  async #compare(): Promise<void> {
    const version = this.selected;
    if (!version) return;
    this.#sequence += 1;
    const sequence = this.#sequence;
    try {
      const comparison = await this.#textsFor(version);
      if (sequence !== this.#sequence) return;
      this.comparison = comparison;
      this.failure = null;
    } catch (error) {
      if (sequence !== this.#sequence) return;
      this.comparison = null;
      this.failure = presentError(error);
    }
  }

  /** Older text first, so that green always is what came later. */
  async #textsFor(version: Version): Promise<Comparison> {
    const own = await this.textOf(version);
    const now = { before: own, after: this.#document.text(), from: version, to: null };
    switch (this.compareWith) {
      case 'current':
        return now;
      case 'previous': {
        const previous = await this.#before(version);
        const before = previous ? await this.textOf(previous) : '';
        return { before, after: own, from: previous, to: version };
      }
      case 'marked': {
        if (!this.marked) return now;
        const [from, to] =
          this.marked.number < version.number ? [this.marked, version] : [version, this.marked];
        return { before: await this.textOf(from), after: await this.textOf(to), from, to };
      }
    }
  }
}
