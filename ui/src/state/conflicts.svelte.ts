import type { Backend, OpenConflict } from '~/backend';
import { t } from '~/lib/i18n/index.svelte';
import type { Refusal } from '~/lib/undo.svelte';

import type { App } from './app.svelte';
import { presentError } from './failure';
import { Loadable } from './loadable.svelte';
import type { Side } from './merge-pieces';

/** The open conflicts of the library, and what is decided about several of them at once. */
export class ConflictsState {
  readonly open = new Loadable(() => this.#read());
  selection = $state.raw<ReadonlySet<string>>(new Set());
  #active = $state<string | null>(null);
  /** Decisions are on their way. */
  deciding = $state(false);

  readonly #backend: Backend;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
    this.#backend = app.backend;
  }

  readonly items = $derived(this.open.value ?? []);
  /** The row that keys act on. */
  readonly active = $derived(
    this.items.find(({ id }) => id === this.#active) ?? this.items[0] ?? null,
  );
  readonly selected = $derived(this.items.filter(({ id }) => this.selection.has(id)));

  /** Goes to the row before or behind; returns it. */
  move(step: 1 | -1): OpenConflict | null {
    const at = this.items.findIndex(({ id }) => id === this.active?.id);
    const next = this.items[at + step];
    if (!next) return null;
    this.#active = next.id;
    return next;
  }

  toggle({ id }: OpenConflict): void {
    this.#active = id;
    const next = new Set(this.selection);
    if (!next.delete(id)) next.add(id);
    this.selection = next;
  }

  selectAll(): void {
    const all = this.selection.size < this.items.length;
    this.selection = new Set(all ? this.items.map(({ id }) => id) : []);
  }

  /** Lets one side win in every one of these conflicts; one undo takes all of it back. */
  async keep(side: Side, conflicts: readonly OpenConflict[]): Promise<void> {
    if (this.deciding) return;
    this.deciding = true;
    const batches: string[] = [];
    const refused: Refusal[] = [];
    for (const { id, title } of conflicts) {
      try {
        const { hash } = await this.#backend.call('conflict.get', { id });
        const request = { id, baseHash: hash, keep: side };
        const { batch } = await this.#backend.call('conflict.resolve', request);
        if (batch !== undefined) batches.unshift(batch);
      } catch (error) {
        refused.push({ name: title, reason: presentError(error).title });
      }
    }
    if (batches.length > 0) this.#offerUndo(batches);
    if (refused.length > 0) {
      const message = t('conflicts.notDecided', { n: refused.length });
      this.#app.library.sayRefused(message, refused);
    }
    this.selection = new Set();
    this.deciding = false;
    await this.#app.library.attempt(async () => {
      await this.open.load();
      await this.#app.session.current?.reread();
      await Promise.all([this.#app.documents.refresh(), this.#app.sidebar.loadCounts()]);
    });
  }

  /** The latest decision is taken back first: each is about the text that the one before left. */
  #offerUndo(batches: readonly string[]): void {
    const { library } = this.#app;
    const message = t('conflicts.resolved', { n: batches.length });
    library.offerUndoBy(message, () => library.revert(batches));
  }

  async #read(): Promise<readonly OpenConflict[]> {
    const { items } = await this.#backend.call('conflict.list', {});
    return items;
  }
}
