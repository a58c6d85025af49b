import type { Backend, ConflictSides, DocumentSummary, OpenConflict } from '~/backend';
import { t } from '~/lib/i18n/index.svelte';

import type { App } from './app.svelte';
import { presentError } from './failure';
import { Loadable } from './loadable.svelte';
import { draftOf, keepDraft } from './merge-drafts';
import {
  carried,
  isClash,
  mergedText,
  piecesOf,
  type Clash,
  type Decision,
  type Piece,
  type Side,
} from './merge-pieces';

/**
 * The open conflicts of one document, one after the other, and what is decided so far about the
 * places of the first. Nothing is written before all is decided.
 */
export class Resolver {
  readonly document: string;
  readonly sides = new Loadable(() => this.#read());
  /** The open conflicts of the document, the one that is shown included. */
  open = $state.raw<readonly OpenConflict[]>([]);
  decisions = $state.raw<ReadonlyMap<number, Decision>>(new Map());
  /** A decision is on its way: a second one would be about a conflict that is gone. */
  saving = $state(false);
  /** The place that keys act on. */
  #current = $state<number | null>(null);

  #wanted: string | undefined;
  readonly #backend: Backend;
  readonly #app: App;

  constructor(app: App, document: string, conflict?: string) {
    this.#app = app;
    this.#backend = app.backend;
    this.document = document;
    this.#wanted = conflict;
  }

  readonly pieces = $derived.by<readonly Piece[]>(() => {
    const merge = this.sides.value?.merge;
    if (merge?.outcome !== 'conflict') return [];
    return piecesOf(merge.value.regions);
  });
  readonly clashes: readonly Clash[] = $derived(this.pieces.filter(isClash));
  readonly left = $derived(this.clashes.filter(({ id }) => !this.decisions.has(id)).length);
  /** How many changes were merged without asking. */
  readonly merged = $derived(
    this.pieces.filter((piece) => piece.kind === 'settled' && piece.by !== null).length,
  );
  readonly current = $derived(
    this.clashes.find(({ id }) => id === this.#current) ??
      this.clashes.find(({ id }) => !this.decisions.has(id)) ??
      this.clashes[0] ??
      null,
  );
  /** The text as it would be saved; `null` where a side was deleted. */
  readonly result = $derived.by<string | null>(() => {
    const merge = this.sides.value?.merge;
    if (!merge) return null;
    return merge.outcome === 'clean' ? merge.value : mergedText(this.pieces, this.decisions);
  });

  decisionOf(clash: Clash): Decision | null {
    return this.decisions.get(clash.id) ?? null;
  }

  select(clash: Clash): void {
    this.#current = clash.id;
  }

  /** Goes to the place before or behind the current one, round the ends; returns it. */
  step(by: 1 | -1): Clash | null {
    const { clashes, current } = this;
    const at = clashes.findIndex(({ id }) => id === current?.id);
    const next = clashes[(at + by + clashes.length) % clashes.length];
    if (!next) return null;
    this.select(next);
    return next;
  }

  /** Decides about a place; returns the next one that is left, if any. */
  decide(clash: Clash, decision: Decision): Clash | null {
    this.#set(new Map([...this.decisions, [clash.id, decision]]));
    const { clashes } = this;
    const at = clashes.indexOf(clash);
    const round = [...clashes.slice(at + 1), ...clashes.slice(0, at)];
    return round.find(({ id }) => !this.decisions.has(id)) ?? null;
  }

  undecide(clash: Clash): void {
    const next = new Map(this.decisions);
    next.delete(clash.id);
    this.select(clash);
    this.#set(next);
  }

  /** One side for every place that is not decided yet. */
  decideRest(choice: Side): void {
    const rest = this.clashes.filter(({ id }) => !this.decisions.has(id));
    this.#set(
      new Map([...this.decisions, ...rest.map(({ id }): [number, Decision] => [id, { choice }])]),
    );
  }

  undecideAll(): void {
    this.#set(new Map());
  }

  /** The document changed elsewhere: decisions about words that did not change stay. */
  async reload(): Promise<void> {
    const { decisions, pieces } = this;
    const before = this.sides.value;
    await this.sides.load();
    if (before?.id === this.sides.value?.id) this.#set(carried(decisions, pieces, this.pieces));
    else this.#takeUp();
  }

  async load(): Promise<void> {
    await this.sides.load();
    this.#takeUp();
  }

  /** Makes what was decided the text of the document, as one version that can be undone. */
  async save(): Promise<void> {
    if (this.result !== null && this.left === 0) await this.#resolve({ text: this.result });
  }

  /** Decides between a text and its deletion. */
  async keep(keep: Side): Promise<void> {
    await this.#resolve({ keep });
  }

  async #resolve(how: { readonly text: string } | { readonly keep: Side }): Promise<void> {
    const sides = this.sides.value;
    if (!sides || this.saving) return;
    this.saving = true;
    try {
      const { id, hash: baseHash } = sides;
      const saved = await this.#backend.call('conflict.resolve', { id, baseHash, ...how });
      keepDraft(id, baseHash, new Map());
      const isTrashed = saved.document.trashedAt !== undefined;
      const { title } = saved.document;
      const said = t(isTrashed ? 'conflicts.trashed' : 'conflicts.saved', { title });
      this.#app.library.offerUndo(said, saved.batch);
      if (isTrashed) await this.#leaveTrashed();
      else await this.#goOn(saved.document);
    } catch (error) {
      const { code, title, hint } = presentError(error);
      this.#app.notices.say(title, { tone: 'error', detail: hint });
      if (code === 'conflict') await this.reload();
    } finally {
      this.saving = false;
    }
  }

  async #leaveTrashed(): Promise<void> {
    const { router, session, tabs, documents } = this.#app;
    tabs.drop([this.document]);
    documents.remove([this.document]);
    router.replace({ name: 'view', view: 'conflicts' });
    await session.clear();
  }

  /** Goes on to the next conflict of the document, or back to its text. */
  async #goOn(document: DocumentSummary): Promise<void> {
    const { router, session, documents } = this.#app;
    documents.patch(document);
    await session.current?.reread();
    this.#wanted = undefined;
    if (this.open.length > 1) await this.load();
    else if (router.route.name === 'conflict')
      router.replace({ name: 'document', id: this.document });
  }

  async #read(): Promise<ConflictSides | null> {
    await this.#app.session.current?.flush();
    const { items } = await this.#backend.call('conflict.list', {});
    this.open = items.filter(({ document }) => document === this.document);
    const chosen = this.open.find(({ id }) => id === this.#wanted) ?? this.open[0];
    return chosen ? this.#backend.call('conflict.get', { id: chosen.id }) : null;
  }

  #set(decisions: ReadonlyMap<number, Decision>): void {
    this.decisions = decisions;
    const sides = this.sides.value;
    if (sides) keepDraft(sides.id, sides.hash, decisions);
  }

  #takeUp(): void {
    const sides = this.sides.value;
    this.#current = null;
    this.decisions = sides ? draftOf(sides.id, sides.hash) : new Map();
  }
}
