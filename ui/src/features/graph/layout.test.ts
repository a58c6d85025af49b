import { describe, expect, it } from 'vitest';

import type { Shape } from '~/state/graph.svelte';

import { fit, lookAt, pan, zoomAt } from './camera';
import { hitTest } from './hit';
import { layOut, radiusOf } from './layout';

/** Two stars of five documents, and one document alone. */
const SHAPE = {
  neighbors: [4, 1, 1, 1, 1, 4, 1, 1, 1, 1, 0],
  edges: [1, 2, 3, 4].flatMap((leaf): [number, number][] => [
    [0, leaf],
    [5, 5 + leaf],
  ]),
};

function run(shape: Shape) {
  const told: number[] = [];
  const steps = layOut(shape);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return { told, places: value };
    told.push(value);
  }
}

function distance(places: Float32Array, one: number, other: number): number {
  const at = (index: number) => places[index] ?? NaN;
  return Math.hypot(at(one * 2) - at(other * 2), at(one * 2 + 1) - at(other * 2 + 1));
}

describe('the layout', () => {
  it('is the same each time', () => {
    expect(run(SHAPE).places).toEqual(run(SHAPE).places);
  });

  it('tells how far it has come', () => {
    const { told } = run(SHAPE);
    expect(told.at(-1)).toBe(1);
    expect([...told].sort((a, b) => a - b)).toEqual(told);
  });

  it('puts what is linked together, and nothing on top of another', () => {
    const { places } = run(SHAPE);
    expect([...places].every(Number.isFinite)).toBe(true);
    for (const leaf of [1, 2, 3, 4]) {
      expect(distance(places, 0, leaf)).toBeLessThan(distance(places, 5, leaf));
    }
    for (let one = 0; one < 11; one += 1) {
      for (let other = one + 1; other < 11; other += 1) {
        const room = radiusOf(SHAPE.neighbors[one] ?? 0) + radiusOf(SHAPE.neighbors[other] ?? 0);
        expect(distance(places, one, other)).toBeGreaterThan(room);
      }
    }
  });

  it('goes on from earlier places, and puts what is new beside what it is linked to', () => {
    const before = run(SHAPE).places;
    const edges = [...SHAPE.edges, [5, 11] as const];
    const start = Float32Array.from([...before, NaN, NaN]);
    const { places } = run({ neighbors: [...SHAPE.neighbors, 1], edges, start });
    expect([...places].every(Number.isFinite)).toBe(true);
    for (let index = 0; index < 11; index += 1) {
      const [x = 0, y = 0] = before.subarray(index * 2, index * 2 + 2);
      const moved = Math.hypot((places[index * 2] ?? 0) - x, (places[index * 2 + 1] ?? 0) - y);
      expect(moved).toBeLessThan(40);
    }
    expect(distance(places, 5, 11)).toBeLessThan(distance(places, 0, 11));
  });

  it('lays nothing out where nothing is', () => {
    expect(run({ neighbors: [], edges: [] }).places).toHaveLength(0);
  });
});

describe('what is pointed at', () => {
  const hit = hitTest(Float32Array.from([0, 0, 30, 0, 200, 200]), [20, 4, 4]);

  it('is the circle under the pointer, also where a smaller one is nearer', () => {
    expect(hit(0, 0, 1)).toBe(0);
    expect(hit(18, 0, 1)).toBe(0);
    expect(hit(30, 1, 1)).toBe(1);
    expect(hit(201, 199, 1)).toBe(2);
  });

  it('is nothing beside all circles, with more slack from afar', () => {
    expect(hit(100, 100, 1)).toBeNull();
    expect(hit(212, 200, 1)).toBeNull();
    expect(hit(212, 200, 0.5)).toBe(2);
  });
});

describe('the camera', () => {
  const size = { width: 800, height: 600 };

  it('shows everything in the middle', () => {
    const places = Float32Array.from([-1000, -100, 1000, 100]);
    const { x, y, zoom } = fit(places, size);
    expect(x).toBe(400);
    expect(y).toBe(300);
    expect(-1000 * zoom + x).toBeGreaterThan(0);
    expect(1000 * zoom + x).toBeLessThan(800);
  });

  it('keeps what is under the pointer while it zooms', () => {
    const before = pan(fit(Float32Array.from([0, 0]), size), 30, -20);
    const after = zoomAt(before, 1.5, 100, 200);
    expect(after.zoom).toBeCloseTo(before.zoom * 1.5);
    const under = (camera: typeof before) => (100 - camera.x) / camera.zoom;
    expect(under(after)).toBeCloseTo(under(before));
  });

  it('looks at a document from near enough to read', () => {
    const { x, y, zoom } = lookAt({ x: 0, y: 0, zoom: 0.1 }, 50, 60, size);
    expect(zoom).toBe(1);
    expect([50 * zoom + x, 60 * zoom + y]).toEqual([400, 300]);
  });
});
