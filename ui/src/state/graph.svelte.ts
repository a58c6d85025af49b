import type { Graph, ListScope } from '~/backend';

import type { App } from './app.svelte';
import { presentError, type Failure } from './failure';

/** What a layout needs to know of a graph: how much each document is linked, and what joins them. */
export interface Shape {
  readonly neighbors: readonly number[];
  readonly edges: readonly (readonly [number, number])[];
  /** Where they were before, as x and y in turn; NaN for one that is new. All are when absent. */
  readonly start?: Float32Array;
}
/** A layout under way. Places come as x and y in turn, in the order of the documents. */
export interface Arrangement {
  readonly places: Promise<Float32Array>;
  stop(): void;
}
export type Arrange = (shape: Shape, progress: (fraction: number) => void) => Arrangement;

/** How many documents are drawn at first, and each time more of them are asked for. */
const LIMITS = [1_000, 2_000, 5_000] as const;

function isSame(one: Graph, other: Graph): boolean {
  return (
    one.nodes.length === other.nodes.length &&
    one.edges.length === other.edges.length &&
    one.nodes.every(({ id }, index) => id === other.nodes[index]?.id) &&
    one.edges.every(([from, to], index) => {
      const edge = other.edges[index];
      return from === edge?.[0] && to === edge[1];
    })
  );
}

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

  /** Place in `LIMITS`. */
  #limit = $state(0);
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

  readonly canShowMore = $derived(this.graph?.limited === true && this.#limit < LIMITS.length - 1);

  /** Reads and lays out what was asked for, in place of what is shown. */
  async load(): Promise<void> {
    this.stop();
    const sequence = this.#sequence;
    this.phase = 'loading';
    this.failure = null;
    try {
      const graph = await this.#read();
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

  async showMore(): Promise<void> {
    this.#limit = Math.min(this.#limit + 1, LIMITS.length - 1);
    await this.load();
  }

  /**
   * Something in the library changed. What is shown stays until what takes its place is laid out, and
   * documents stay about where they are.
   */
  async reread(): Promise<void> {
    const { graph: old, places } = this;
    if (!old || !places || this.phase !== 'ready') {
      await this.load();
      return;
    }
    this.stop();
    const sequence = this.#sequence;
    try {
      const graph = await this.#read();
      if (sequence !== this.#sequence) return;
      if (isSame(graph, old)) {
        this.graph = graph;
        return;
      }
      const moved = await this.#layOut(graph, this.#keep(graph, old, places));
      if (sequence !== this.#sequence) return;
      this.graph = graph;
      this.places = moved;
    } catch {
      // What is shown was right a moment ago, and the next change asks again.
    }
  }

  #read(): Promise<Graph> {
    const { scope, orphans, center, depth } = this;
    const local = center === null ? {} : { center, depth };
    const more = LIMITS[this.#limit];
    const limit = this.#limit === 0 || more === undefined ? {} : { limit: more };
    const request = { scope, orphans: orphans && center === null, ...local, ...limit };
    return this.#app.backend.call('document.graph', request);
  }

  /** Gives up what is under way: nobody looks at it any more. */
  stop(): void {
    this.#sequence += 1;
    this.#running?.stop();
    this.#running = null;
  }

  async #place(graph: Graph, sequence: number): Promise<void> {
    this.phase = 'arranging';
    this.progress = 0;
    try {
      const places = await this.#layOut(graph);
      if (sequence !== this.#sequence) return;
      this.places = places;
      this.phase = 'ready';
    } catch {
      // Without places there is nothing to draw, but the list needs none.
      if (sequence === this.#sequence) this.phase = 'unplaced';
    }
  }

  async #layOut({ nodes, edges }: Graph, start?: Float32Array): Promise<Float32Array> {
    const sequence = this.#sequence;
    const shape = { neighbors: nodes.map((node) => node.neighbors), edges };
    this.#running = this.#arrange(start ? { ...shape, start } : shape, (fraction) => {
      if (sequence === this.#sequence) this.progress = fraction;
    });
    try {
      return await this.#running.places;
    } finally {
      if (sequence === this.#sequence) this.#running = null;
    }
  }

  #keep({ nodes }: Graph, old: Graph, places: Float32Array): Float32Array {
    const before = new Map(old.nodes.map(({ id }, index) => [id, index]));
    const start = new Float32Array(nodes.length * 2).fill(NaN);
    nodes.forEach(({ id }, index) => {
      const place = before.get(id);
      if (place !== undefined) start.set(places.subarray(place * 2, place * 2 + 2), index * 2);
    });
    return start;
  }
}
