import { describe, expect, it, vi } from 'vitest';

import type { Graph } from '~/backend';
import { ApiError } from '~/backend/errors';
import { FakeBackend } from '~/backend/fake';

import { App } from './app.svelte';
import { GraphState, type Arrange, type Shape } from './graph.svelte';

const node = (title: string, neighbors: number) => ({
  id: `id of ${title}`,
  title,
  category: undefined,
  neighbors,
});
const GRAPH: Graph = {
  nodes: [node('Index', 2), node('Ownership', 1), node('Shared ownership', 1)],
  edges: [
    [0, 1],
    [0, 2],
  ],
  limited: false,
};

const atOnce: Arrange = ({ neighbors }, progress) => {
  progress(0.5);
  const places = Promise.resolve(new Float32Array(neighbors.length * 2));
  return { places, stop: () => undefined };
};

function setUp(arrange: Arrange = atOnce) {
  const backend = new FakeBackend();
  const spy = vi.spyOn(backend, 'call').mockResolvedValue(GRAPH);
  return { spy, state: new GraphState(new App(backend), arrange) };
}

describe('a graph', () => {
  it('is read, then laid out', async () => {
    const { state, spy } = setUp();
    await state.load();
    expect(spy).toHaveBeenCalledWith('document.graph', { scope: { kind: 'all' }, orphans: false });
    expect(state.phase).toBe('ready');
    expect(state.progress).toBe(0.5);
    expect(state.places).toHaveLength(6);
    expect(state.neighbors.map((set) => [...set])).toEqual([[1, 2], [0], [0]]);
  });

  it('around a document asks for the depth and for no documents without links', async () => {
    const { state, spy } = setUp();
    state.center = 'middle';
    state.depth = 2;
    state.orphans = true;
    await state.load();
    const request = { scope: { kind: 'all' }, orphans: false, center: 'middle', depth: 2 };
    expect(spy).toHaveBeenCalledWith('document.graph', request);
  });

  it('finds documents by a part of their title', async () => {
    const { state } = setUp();
    await state.load();
    expect(state.matches(' OWNER')).toEqual([1, 2]);
    expect(state.matches('')).toEqual([]);
  });

  it('keeps its list when it cannot be laid out', async () => {
    const { state } = setUp(() => ({
      places: Promise.reject(new Error('no worker')),
      stop: () => undefined,
    }));
    await state.load();
    expect(state.phase).toBe('unplaced');
    expect(state.graph).toEqual(GRAPH);
  });

  it('stops a layout that nobody waits for, and takes nothing from it', async () => {
    const stop = vi.fn();
    let finish: (places: Float32Array) => void = () => undefined;
    const late = new Promise<Float32Array>((resolve) => (finish = resolve));
    const { state } = setUp(() => ({ places: late, stop }));
    const loading = state.load();
    await vi.waitFor(() => expect(state.phase).toBe('arranging'));
    state.stop();
    finish(new Float32Array(6));
    await loading;
    expect(stop).toHaveBeenCalledOnce();
    expect(state.places).toBeNull();
  });

  it('asks for more documents as long as there may be more', async () => {
    const { state, spy } = setUp();
    spy.mockResolvedValue({ ...GRAPH, limited: true });
    await state.load();
    const limits = [];
    while (state.canShowMore) {
      await state.showMore();
      limits.push(spy.mock.lastCall?.[1]);
    }
    expect(limits).toEqual([
      expect.objectContaining({ limit: 2_000 }),
      expect.objectContaining({ limit: 5_000 }),
    ]);
    spy.mockResolvedValue(GRAPH);
    await state.load();
    expect(state.canShowMore).toBe(false);
  });

  it('stays as it is while a change is laid out, and starts from where everything was', async () => {
    const shapes: Shape[] = [];
    const { state, spy } = setUp((shape, progress) => {
      shapes.push(shape);
      return atOnce(shape, progress);
    });
    await state.load();
    state.places?.set([1, 2, 3, 4, 5, 6]);
    const nodes = [node('Index', 3), node('Traits', 1), ...GRAPH.nodes.slice(1)];
    const edges: Graph['edges'] = [1, 2, 3].map((leaf) => [0, leaf]);
    spy.mockResolvedValue({ nodes, edges, limited: false });
    const rereading = state.reread();
    expect(state.phase).toBe('ready');
    expect(state.graph).toEqual(GRAPH);
    await rereading;
    expect(state.graph?.nodes).toEqual(nodes);
    expect([...(shapes.at(-1)?.start ?? [])]).toEqual([1, 2, NaN, NaN, 3, 4, 5, 6]);
  });

  it('is not laid out again for a change that moves nothing', async () => {
    const arrange = vi.fn(atOnce);
    const { state, spy } = setUp(arrange);
    await state.load();
    const { places } = state;
    const renamed = GRAPH.nodes.map((one) => ({ ...one, title: `${one.title} 2` }));
    spy.mockResolvedValue({ ...GRAPH, nodes: renamed });
    await state.reread();
    expect(arrange).toHaveBeenCalledOnce();
    expect(state.places).toBe(places);
    expect(state.graph?.nodes).toEqual(renamed);
  });

  it('keeps what is shown when a change cannot be read', async () => {
    const { state, spy } = setUp();
    await state.load();
    spy.mockRejectedValueOnce(new ApiError('internal', 'no answer'));
    await state.reread();
    expect(state.phase).toBe('ready');
    expect(state.graph).toEqual(GRAPH);
  });

  it('says what went wrong, and is read again', async () => {
    const { state, spy } = setUp();
    spy.mockRejectedValueOnce(new ApiError('notFound', 'no such document'));
    await state.load();
    expect(state.phase).toBe('failed');
    expect(state.failure).not.toBeNull();
    await state.load();
    expect(state.phase).toBe('ready');
  });
});
