import type { Backend, ChangeSet, ReviewedChange } from '~/backend';
import { t } from '~/lib/i18n/index.svelte';

import type { App } from './app.svelte';
import { presentError } from './failure';
import { Loadable } from './loadable.svelte';

const PAGE = 50;

/** A change-set with those of its changes that wait. */
export interface OpenSet {
  readonly set: ChangeSet;
  readonly changes: readonly ReviewedChange[];
}

/** What keys proposed and nobody decided about yet. */
export class ProposalsState {
  readonly sets = new Loadable(() => this.#read());
  #selectedId = $state<string | null>(null);
  /** A decision is under way: a second one would be about changes that are gone. */
  deciding = $state(false);

  readonly #backend: Backend;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
    this.#backend = app.backend;
  }

  readonly changes = $derived((this.sets.value ?? []).flatMap((open) => open.changes));
  /** The change that is shown: the one that was chosen, or the first. */
  readonly selected = $derived(
    this.changes.find(({ id }) => id === this.#selectedId) ?? this.changes[0] ?? null,
  );

  select(change: ReviewedChange): void {
    this.#selectedId = change.id;
  }

  /** Selects the change before or behind the selected one; returns it. */
  move(step: 1 | -1): ReviewedChange | null {
    const at = this.changes.findIndex(({ id }) => id === this.selected?.id);
    const next = this.changes[at + step];
    if (!next) return null;
    this.select(next);
    return next;
  }

  setOf(change: ReviewedChange): ChangeSet | undefined {
    return this.sets.value?.find(({ changes }) => changes.includes(change))?.set;
  }

  async accept(set: ChangeSet, change?: ReviewedChange): Promise<void> {
    await this.#decide(change, async () => {
      const done = await this.#backend.call('proposal.accept', decision(set, change));
      const { accepted, refused, batch } = done;
      if (accepted.length > 0) {
        const clashes = accepted.filter(({ outcome }) => outcome === 'conflict').length;
        const said = t('proposals.accepted', { n: accepted.length });
        this.#app.library.offerUndo(
          clashes > 0 ? `${said} ${t('proposals.clashed', { n: clashes })}` : said,
          batch,
        );
      }
      if (refused.length > 0) {
        const message = t('proposals.notMade', { n: refused.length });
        const named = refused.map(({ title, reason }) => ({ name: title, reason }));
        this.#app.library.sayRefused(message, named);
      }
      await this.#app.session.current?.reread();
      await this.#app.documents.refresh();
    });
  }

  async reject(set: ChangeSet, change?: ReviewedChange): Promise<void> {
    await this.#decide(change, async () => {
      const done = await this.#backend.call('proposal.reject', decision(set, change));
      this.#app.library.offerUndo(t('proposals.rejected', { n: done.rejected }), done.batch);
    });
  }

  async #decide(change: ReviewedChange | undefined, decide: () => Promise<void>): Promise<void> {
    if (this.deciding) return;
    this.deciding = true;
    // The next one is shown when this one is gone.
    const at = this.changes.findIndex(({ id }) => id === change?.id);
    const next = at < 0 ? undefined : (this.changes[at + 1] ?? this.changes[at - 1]);
    try {
      await decide();
      await Promise.all([this.sets.load(), this.#app.sidebar.loadCounts()]);
      if (next && !this.changes.some(({ id }) => id === change?.id)) this.select(next);
    } catch (error) {
      this.#app.notices.say(presentError(error).title, { tone: 'error' });
      await this.sets.load();
    } finally {
      this.deciding = false;
    }
  }

  async #read(): Promise<readonly OpenSet[]> {
    const { items } = await this.#backend.call('proposal.list', { state: 'open' });
    return Promise.all(
      items.map(async ({ id }) => {
        const changes: ReviewedChange[] = [];
        let cursor: string | undefined;
        for (;;) {
          const page = await this.#backend.call('proposal.get', {
            id,
            limit: PAGE,
            ...(cursor === undefined ? {} : { cursor }),
          });
          changes.push(...page.changes.filter(({ state }) => state === 'waiting'));
          cursor = page.next;
          // One page is enough to go on with: what was decided leaves room for the rest.
          if (cursor === undefined || changes.length >= PAGE)
            return { set: page.changeSet, changes };
        }
      }),
    );
  }
}

function decision(set: ChangeSet, change: ReviewedChange | undefined) {
  return change ? { id: set.id, changes: [change.id] } : { id: set.id };
}
