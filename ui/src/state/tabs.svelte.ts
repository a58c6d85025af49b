import { recall, remember } from '~/lib/storage';

import type { Place } from './session.svelte';

export interface Tab {
  /** The document; no two tabs show the same one. */
  readonly id: string;
  readonly title: string;
}

const CLOSED_KEPT = 20;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function readTab(value: unknown): Tab[] {
  if (!isObject(value)) return [];
  const { id, title } = value;
  return typeof id === 'string' && typeof title === 'string' ? [{ id, title }] : [];
}

function readPlace(value: unknown): Place | null {
  if (!isObject(value)) return null;
  const { anchor, head, scrollTop } = value;
  const given = typeof anchor === 'number' && typeof head === 'number';
  return given && typeof scrollTop === 'number' ? { anchor, head, scrollTop } : null;
}

/** What was open when the window was left. */
export interface KeptTabs {
  readonly places: ReadonlyMap<string, Place>;
}

/** The documents that are open beside one another. With one there is nothing to see of it. */
export class Tabs {
  items = $state.raw<readonly Tab[]>([]);
  active = $state<string | null>(null);
  #closed: readonly { readonly tab: Tab; readonly at: number }[] = [];
  /** Each library has tabs of its own. */
  #key: string | null = null;

  readonly shown = $derived(this.items.length > 1);

  get canReopen(): boolean {
    return this.#closed.length > 0;
  }

  /** Takes up the tabs that a library was left with. */
  restore(library: string): KeptTabs {
    this.#key = `tabs.${library}`;
    const saved = recall(this.#key);
    const from = isObject(saved) ? saved : {};
    const listed = Array.isArray(from['items']) ? from['items'] : [];
    this.items = listed.flatMap(readTab);
    const { active } = from;
    this.active = this.items.find(({ id }) => id === active)?.id ?? this.items[0]?.id ?? null;
    const places = new Map<string, Place>();
    for (const [id, value] of Object.entries(isObject(from['places']) ? from['places'] : {})) {
      const place = readPlace(value);
      if (place) places.set(id, place);
    }
    return { places };
  }

  /** Keeps what is open for the next start, with where the caret was in each. */
  keep(placeOf: (id: string) => Place | undefined): void {
    if (this.#key === null) return;
    const places = Object.fromEntries(this.items.map(({ id }) => [id, placeOf(id)]));
    remember(this.#key, { items: this.items, active: this.active, places });
  }

  /** A document is shown: in its own tab where it has one, else in place of the one shown before. */
  show(id: string, title: string): void {
    if (this.items.some((tab) => tab.id === id)) {
      if (title !== '') this.rename(id, title);
    } else if (this.active === null) {
      this.items = [...this.items, { id, title }];
    } else {
      const { active } = this;
      this.items = this.items.map((tab) => (tab.id === active ? { id, title } : tab));
    }
    this.active = id;
  }

  /** Makes room for a document beside the one that is shown. */
  add(id: string, title: string): void {
    if (this.items.some((tab) => tab.id === id)) return;
    const at = this.items.findIndex((tab) => tab.id === this.active) + 1;
    this.items = [...this.items.slice(0, at), { id, title }, ...this.items.slice(at)];
  }

  /** Closes a tab; returns the document to show then, `null` for none. */
  close(id: string): string | null {
    const at = this.items.findIndex((tab) => tab.id === id);
    const tab = this.items[at];
    if (!tab) return this.active;
    this.#closed = [...this.#closed, { tab, at }].slice(-CLOSED_KEPT);
    this.#take(id);
    if (this.active === id) this.active = (this.items[at] ?? this.items[at - 1])?.id ?? null;
    return this.active;
  }

  /** Puts the tab that was closed last back where it was. */
  reopen(): Tab | null {
    const last = this.#closed.at(-1);
    if (!last) return null;
    this.#closed = this.#closed.slice(0, -1);
    const { tab, at } = last;
    if (!this.items.some(({ id }) => id === tab.id)) {
      this.items = [...this.items.slice(0, at), tab, ...this.items.slice(at)];
    }
    return tab;
  }

  /** Forgets documents that are gone. */
  drop(ids: readonly string[]): void {
    for (const id of ids) this.#take(id);
    this.#closed = this.#closed.filter(({ tab }) => !ids.includes(tab.id));
    if (this.active !== null && ids.includes(this.active)) this.active = this.items[0]?.id ?? null;
  }

  rename(id: string, title: string): void {
    if (!this.items.some((tab) => tab.id === id && tab.title !== title)) return;
    this.items = this.items.map((tab) => (tab.id === id ? { id, title } : tab));
  }

  /** Puts a tab before another one; behind all with `null`. */
  move(id: string, before: string | null): void {
    const tab = this.items.find((candidate) => candidate.id === id);
    if (!tab || id === before) return;
    const others = this.items.filter((candidate) => candidate !== tab);
    const at = others.findIndex((candidate) => candidate.id === before);
    const place = at < 0 ? others.length : at;
    this.items = [...others.slice(0, place), tab, ...others.slice(place)];
  }

  /** Moves a tab by one place. */
  shift(id: string, step: 1 | -1): void {
    const at = this.items.findIndex((tab) => tab.id === id);
    const goal = at + step;
    if (goal < 0 || goal >= this.items.length) return;
    this.move(id, (step < 0 ? this.items[goal] : this.items[goal + 1])?.id ?? null);
  }

  /** The tab so many places further, going round. */
  beside(step: 1 | -1): Tab | undefined {
    const at = this.items.findIndex((tab) => tab.id === this.active);
    return this.items[(at + step + this.items.length) % this.items.length];
  }

  #take(id: string): void {
    this.items = this.items.filter((tab) => tab.id !== id);
  }
}
