import { tick } from 'svelte';

import type { Backend, Heading, Rendered } from '~/backend';

import { presentError, type Failure } from './failure';

export interface PreviewBlockData {
  /** Unique within the preview; it stays while the HTML stays. */
  readonly key: number;
  readonly hash: string;
  readonly html: string;
  readonly lineFrom: number;
  readonly lineTo: number;
}

export type Links = NonNullable<Rendered['links']>;

/** How long typing must pause at least; texts that take longer to render wait longer. */
const DELAY_MS = 60;
const DELAY_MAX_MS = 3_000;
/** A pause is this many times what the last render took, so that rendering never fills the time. */
const PAUSE = 2;
/** Code that waits for its colours gets them when nobody has typed for so long. */
const QUIET_MS = 400;

/** The rendered blocks of one document. Answers that come too late are dropped. */
export class PreviewState {
  blocks = $state.raw<readonly PreviewBlockData[]>([]);
  outline = $state.raw<readonly Heading[]>([]);
  frontMatter = $state.raw<readonly (readonly [string, string])[]>([]);
  remoteImages = $state(0);
  attachments = $state.raw<Readonly<Record<string, string>>>({});
  links = $state.raw<Links>({});
  failure = $state.raw<Failure | null>(null);
  phase = $state<'empty' | 'ready'>('empty');
  /** An answer is on its way: what is shown may be older than the text. */
  waiting = $state(false);

  #known: string | undefined;
  #nextKey = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;
  #closed = false;
  #pending: (() => string) | null = null;
  #delay = DELAY_MS;
  readonly #backend: Backend;
  readonly #document: string;

  constructor(backend: Backend, document: string) {
    this.#backend = backend;
    this.#document = document;
  }

  /** Renders soon; while an answer is on its way only the newest text waits. */
  schedule(text: () => string): void {
    this.#wait(text, this.#delay);
  }

  async render(text: () => string): Promise<void> {
    this.#pending = text;
    this.#stopWaiting();
    await this.#run();
  }

  close(): void {
    this.#closed = true;
    this.#stopWaiting();
    this.#pending = null;
  }

  #wait(text: () => string, delay: number): void {
    this.#pending = text;
    this.#stopWaiting();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#run();
    }, delay);
  }

  /** Renders the same text once more, unless another one is to be rendered anyway. */
  #renderWhenQuiet(text: () => string): void {
    if (!this.#pending && !this.#closed) this.#wait(text, QUIET_MS);
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #run(): Promise<void> {
    if (this.#busy || !this.#pending) return;
    const text = this.#pending;
    this.#pending = null;
    this.#busy = true;
    this.waiting = true;
    const start = performance.now();
    try {
      const answer = await this.#backend.call('preview.render', {
        document: this.#document,
        text: text(),
        ...(this.#known === undefined ? {} : { known: this.#known }),
      });
      this.#accept(answer);
      this.failure = null;
      await tick();
      // A whole answer, as the first is, says nothing about what a keystroke takes.
      if (answer.kept) {
        const took = performance.now() - start;
        this.#delay = Math.min(Math.max(took * PAUSE, DELAY_MS), DELAY_MAX_MS);
      }
      if (answer.unfinished) this.#renderWhenQuiet(text);
    } catch (error) {
      this.failure = presentError(error);
    } finally {
      this.#busy = false;
      this.waiting = false;
    }
    // Whoever is still waiting gives the keyboard its pause; whoever waited long enough is served.
    if (this.#timer === undefined) await this.#run();
  }

  /** Puts the blocks that came between those that stay. */
  #accept(answer: Rendered): void {
    const { before, after, lines: shift } = answer.kept ?? { before: 0, after: 0, lines: 0 };
    const from = this.blocks.length - after;
    const gone = new Map<string, PreviewBlockData[]>();
    for (const block of this.blocks.slice(before, from)) {
      const same = gone.get(block.hash);
      if (same) same.push(block);
      else gone.set(block.hash, [block]);
    }
    const markup = new Map([...gone].map(([hash, [first]]) => [hash, first?.html ?? '']));
    const come = answer.blocks.map(({ hash, html, lineFrom, lineTo }) => {
      // The same key where there is one: the element stays.
      const key = gone.get(hash)?.shift()?.key ?? this.#nextKey++;
      return { key, hash, html: html ?? markup.get(hash) ?? '', lineFrom, lineTo };
    });
    const stay = this.blocks.slice(from);
    const moved = stay.map((block) => ({
      ...block,
      lineFrom: block.lineFrom + shift,
      lineTo: block.lineTo + shift,
    }));
    this.blocks = [...this.blocks.slice(0, before), ...come, ...(shift === 0 ? stay : moved)];
    this.#known = answer.state;
    this.outline = answer.outline ?? this.outline;
    this.frontMatter = answer.frontMatter ?? [];
    this.remoteImages = answer.remoteImages;
    // What did not change keeps its identity, so that no block looks its pictures up again.
    this.attachments = answer.attachments ?? this.attachments;
    this.links = answer.links ?? this.links;
    this.phase = 'ready';
  }
}
