import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force';

import type { Shape } from '~/state/graph.svelte';

interface Body extends SimulationNodeDatum {
  readonly radius: number;
}

/** Above this many documents fewer steps are taken: the picture is coarser, and there in time. */
const MANY = 2_000;
const STEPS = 250;
const STEPS_OF_MANY = 120;
const SEED = 0x5eed;
/** How much a layout that goes on from an earlier one still moves; a new one starts at 1. */
const WARM = 0.2;

/** How large a document is drawn, in units of the layout. */
export function radiusOf(neighbors: number): number {
  return Math.min(4 + 1.8 * Math.sqrt(neighbors), 28);
}

/** Numbers from 0 to 1 that are the same each time: the same graph always looks the same. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Where bodies were before; a new one starts beside something it is linked to. */
function placed(bodies: readonly Body[], edges: Shape['edges'], start: Float32Array): void {
  bodies.forEach((body, index) => {
    const [x = NaN, y = NaN] = start.subarray(index * 2, index * 2 + 2);
    if (!Number.isNaN(x)) Object.assign(body, { x, y });
  });
  for (const [one, other] of edges) {
    const [a, b] = [bodies[one], bodies[other]];
    const [known, fresh] = a?.x === undefined ? [b, a] : [a, b];
    if (!known || !fresh || known.x === undefined || fresh.x !== undefined) continue;
    Object.assign(fresh, { x: known.x + known.radius + fresh.radius, y: known.y });
  }
}

/** Lays a graph out, step by step; yields how much is done and returns the places. */
export function* layOut({ neighbors, edges, start }: Shape): Generator<number, Float32Array> {
  const bodies: Body[] = neighbors.map((count) => ({ radius: radiusOf(count) }));
  if (start) placed(bodies, edges, start);
  const links: SimulationLinkDatum<Body>[] = edges.map(([source, target]) => ({ source, target }));
  const steps = bodies.length > MANY ? STEPS_OF_MANY : STEPS;
  const simulation = forceSimulation(bodies)
    .randomSource(seeded(SEED))
    .alpha(start ? WARM : 1)
    .alphaDecay(1 - 0.001 ** (1 / steps))
    .force('link', forceLink(links).distance(40))
    .force('apart', forceManyBody<Body>().strength(-90).theta(1).distanceMax(600))
    .force(
      'room',
      forceCollide<Body>((body) => body.radius + 3),
    )
    // What has no links stays in sight.
    .force('x', forceX(0).strength(0.06))
    .force('y', forceY(0).strength(0.06))
    .stop();
  for (let step = 1; step <= steps; step += 1) {
    simulation.tick();
    yield step / steps;
  }
  const places = new Float32Array(bodies.length * 2);
  bodies.forEach(({ x = 0, y = 0 }, index) => places.set([x, y], index * 2));
  return places;
}
