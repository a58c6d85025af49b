import { quadtree } from 'd3-quadtree';

/** Pixels around a document that count as it: some are drawn very small. */
const SLACK = 5;

/** Finds which document is drawn at a place of the graph; `zoom` says how large the slack is there. */
export type Hit = (x: number, y: number, zoom: number) => number | null;

export function hitTest(places: Float32Array, radii: readonly number[]): Hit {
  const tree = quadtree<number>()
    .x((index) => places[index * 2] ?? 0)
    .y((index) => places[index * 2 + 1] ?? 0)
    .addAll(radii.map((_, index) => index));
  const largest = radii.reduce((most, radius) => Math.max(most, radius), 0);
  return (x, y, zoom) => {
    const reach = largest + SLACK / zoom;
    let found: number | null = null;
    // A large circle may reach further than the middle of a small one that is nearer.
    let nearest = SLACK / zoom;
    tree.visit((node, left, top, right, bottom) => {
      if (node.length === undefined) {
        let leaf: typeof node | undefined = node;
        while (leaf) {
          const index: number = leaf.data;
          const away = Math.hypot(x - (places[index * 2] ?? 0), y - (places[index * 2 + 1] ?? 0));
          const outside = away - (radii[index] ?? 0);
          if (outside <= nearest) [found, nearest] = [index, outside];
          leaf = leaf.next;
        }
      }
      return left > x + reach || right < x - reach || top > y + reach || bottom < y - reach;
    });
    return found;
  };
}
