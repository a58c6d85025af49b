import type { Backend, Heading, Rendered } from '~/backend';

import { presentError, type Failure } from './failure';

export interface PreviewBlockData {
  /** Unique within the preview: equal blocks are told apart by their number. */
  readonly key: string;
  readonly hash: string;
  readonly html: string;
  readonly lineFrom: number;
  readonly lineTo: number;
}

const DELAY_MS = 60;

function sameEntries(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>) {
  return JSON.stringify(a) === JSON.stringify(b) && Object.keys(a).length === Object.keys(b).length;
}

/** The rendered blocks of one document. Answers that come too late are dropped. */
export class PreviewState {
  blocks = $state.raw<readonly PreviewBlockData[]>([]);
  outline = $state.raw<readonly Heading[]>([]);
  frontMatter = $state.raw<readonly (readonly [string, string])[]>([]);
  remoteImages = $state(0);
  attachments = $state.raw<Readonly<Record<string, string>>>({});
  links = $state.raw<Rendered['links']>({});
  failure = $state.raw<Failure | null>(null);
  phase = $state<'empty' | 'ready'>('empty');
  /** An answer is on its way: what is shown may be older than the text. */
  waiting = $state(false);

  #known = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;
  #pending: (() => string) | null = null;
  readonly #backend: Backend;
  readonly #document: string;

  constructor(backend: Backend, document: string) {
    this.#backend = backend;
    this.#document = document;
  }

  /** Renders soon; while an answer is on its way only the newest text waits. */
  schedule(text: () => string): void {
    this.#pending = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), DELAY_MS);
  }

  async render(text: () => string): Promise<void> {
    this.#pending = text;
    clearTimeout(this.#timer);
    await this.#run();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#pending = null;
  }

  async #run(): Promise<void> {
    if (this.#busy || !this.#pending) return;
    const text = this.#pending();
    this.#pending = null;
    this.#busy = true;
    this.waiting = true;
    try {
      const answer = await this.#backend.call('preview.render', {
        document: this.#document,
        text,
        known: [...this.#known.keys()],
      });
      this.#accept(answer);
      this.failure = null;
    } catch (error) {
      this.failure = presentError(error);
    } finally {
      this.#busy = false;
      this.waiting = false;
    }
    await this.#run();
  }

  #accept(answer: Rendered): void {
    const known = new Map<string, string>();
    const seen = new Map<string, number>();
    this.blocks = answer.blocks.map(({ hash, html, lineFrom, lineTo }) => {
      const markup = html ?? this.#known.get(hash) ?? '';
      known.set(hash, markup);
      const count = seen.get(hash) ?? 0;
      seen.set(hash, count + 1);
      return { key: `${hash}:${count}`, hash, html: markup, lineFrom, lineTo };
    });
    this.#known = known;
    this.outline = answer.outline;
    this.frontMatter = answer.frontMatter ?? [];
    this.remoteImages = answer.remoteImages;
    // What did not change keeps its identity, so that no block looks its pictures up again.
    if (!sameEntries(this.attachments, answer.attachments)) this.attachments = answer.attachments;
    if (!sameEntries(this.links, answer.links)) this.links = answer.links;
    this.phase = 'ready';
  }
}
