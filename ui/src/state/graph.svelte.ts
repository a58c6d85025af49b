import type { Graph, ListScope } from '~/backend';

import type { App } from './app.svelte';
import { presentError, type Failure } from './failure';

/** What a layout needs to know of a graph: how much each document is linked, and what joins them. */
export interface Shape {
  readonly neighbors: readonly number[];
  readonly edges: readonly (readonly [number, number])[];
}
/** A layout under way. Places come as x and y in turn, in the order of the documents. */
export interface Arrangement {
  readonly places: Promise<Float32Array>;
  stop(): void;
}
export type Arrange = (shape: Shape, progress: (fraction: number) => void) => Arrangement;

/** Documents and the links between them: of the library, of a list, or around one document. */
export class GraphState {
  scope = $state.raw<ListScope>({ kind: 'all' });
  /** The document that a local graph is about. */
  center = $state<string | null>(null);
  depth = $state(1);
  orphans = $state(false);
  graph = $state.raw<Graph | undefined>(undefined);
  places = $state.raw<Float32Array | null>(null);
  /** How far the layout has come, from 0 to 1. */
  progress = $state(0);
  phase = $state<'loading' | 'arranging' | 'ready' | 'unplaced' | 'failed'>('loading');
  failure = $state.raw<Failure | null>(null);

  readonly #app: App;
  readonly #arrange: Arrange;
  #sequence = 0;
  #running: Arrangement | null = null;

  constructor(app: App, arrange: Arrange) {
    this.#app = app;
    this.#arrange = arrange;
  }

  /** Who is linked to whom, in the order of the documents. */
  readonly neighbors = $derived.by<readonly ReadonlySet<number>[]>(() => {
    const sets = (this.graph?.nodes ?? []).map(() => new Set<number>());
    for (const [one, other] of this.graph?.edges ?? []) {
      sets[one]?.add(other);
      sets[other]?.add(one);
    }
    return sets;
  });

  /** The places in the graph of the documents whose title has these words. */
  matches(words: string): readonly number[] {
    const wanted = words.trim().toLocaleLowerCase();
    if (wanted === '') return [];
    return (this.graph?.nodes ?? []).flatMap(({ title }, index) =>
      title.toLocaleLowerCase().includes(wanted) ? [index] : [],
    );
  }

  async load(): Promise<void> {
    this.stop();
    const sequence = this.#sequence;
    this.phase = 'loading';
    this.failure = null;
    try {
      const { scope, orphans, center, depth } = this;
      const local = center === null ? {} : { center, depth };
      const request = { scope, orphans: orphans && center === null, ...local };
      const graph = await this.#app.backend.call('document.graph', request);
      if (sequence !== this.#sequence) return;
      this.graph = graph;
      this.places = null;
      await this.#place(graph, sequence);
    } catch (error) {
      if (sequence !== this.#sequence) return;
      this.failure = presentError(error);
      this.phase = 'failed';
    }
  }

  /** Gives up what is under way: nobody looks at it any more. */
  stop(): void {
    this.#sequence += 1;
    this.#running?.stop();
    this.#running = null;
  }

  async #place({ nodes, edges }: Graph, sequence: number): Promise<void> {
    this.phase = 'arranging';
    this.progress = 0;
    try {
      const shape = { neighbors: nodes.map((node) => node.neighbors), edges };
      this.#running = this.#arrange(shape, (fraction) => {
        if (sequence === this.#sequence) this.progress = fraction;
      });
      const places = await this.#running.places;
      if (sequence !== this.#sequence) return;
      this.places = places;
      this.phase = 'ready';
    } catch {
      // Without places there is nothing to draw, but the list needs none.
      if (sequence === this.#sequence) this.phase = 'unplaced';
    } finally {
      if (sequence === this.#sequence) this.#running = null;
    }
  }
}
