import type { GraphNode } from '~/backend';

import type { Camera, Size } from './camera';

export interface Scene {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly (readonly [number, number])[];
  readonly places: Float32Array;
  readonly radii: readonly number[];
  /** The colour of each document. */
  readonly fills: readonly string[];
  /** The document that is pointed at or searched for, and what it is linked to. */
  readonly active: number | null;
  readonly near: ReadonlySet<number>;
  readonly camera: Camera;
  readonly size: Size;
}
export interface Palette {
  readonly line: string;
  readonly strong: string;
  readonly ground: string;
  readonly text: string;
  readonly font: string;
}

const MOST_LABELS = 40;
const LABEL_HEIGHT = 16;
const LABEL_WIDTH = 170;
/** Circles below this many pixels get no name, unless they are pointed at. */
const LABELLED = 4;
const FADED = 0.18;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Draws a graph once. Nothing moves by itself, so this runs only when something changed. */
export function draw(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const { size, active, near } = scene;
  context.clearRect(0, 0, size.width, size.height);
  const isLit = (index: number) => active === null || index === active || near.has(index);
  drawLinks(context, scene, palette);
  drawCircles(context, scene, palette, isLit);
  drawLabels(context, scene, palette, isLit);
}

function spot({ places, camera }: Scene, index: number): readonly [number, number] {
  return [
    (places[index * 2] ?? 0) * camera.zoom + camera.x,
    (places[index * 2 + 1] ?? 0) * camera.zoom + camera.y,
  ];
}

/** Far away, circles are drawn a little larger than they are, so that they can be seen and hit. */
function pixels({ radii, camera }: Scene, index: number): number {
  return Math.max(1.5, (radii[index] ?? 0) * camera.zoom);
}

function drawLinks(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const { edges, active, camera } = scene;
  const path = (chosen: (one: number, other: number) => boolean) => {
    context.beginPath();
    for (const [one, other] of edges) {
      if (!chosen(one, other)) continue;
      context.moveTo(...spot(scene, one));
      context.lineTo(...spot(scene, other));
    }
    context.stroke();
  };
  context.lineWidth = Math.max(0.5, Math.min(1, camera.zoom));
  context.strokeStyle = palette.line;
  context.globalAlpha = active === null ? 0.45 : FADED;
  path((one, other) => one !== active && other !== active);
  context.globalAlpha = 1;
  if (active === null) return;
  context.lineWidth = 1.5;
  context.strokeStyle = palette.strong;
  path((one, other) => one === active || other === active);
}

function drawCircles(
  context: CanvasRenderingContext2D,
  scene: Scene,
  palette: Palette,
  isLit: (index: number) => boolean,
): void {
  for (let index = scene.nodes.length - 1; index >= 0; index -= 1) {
    const [x, y] = spot(scene, index);
    const radius = pixels(scene, index);
    if (!isSeen(x, y, radius, scene.size)) continue;
    context.globalAlpha = isLit(index) ? 1 : FADED;
    context.fillStyle = scene.fills[index] ?? palette.strong;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    if (index !== scene.active) continue;
    context.lineWidth = 2;
    context.strokeStyle = palette.text;
    context.stroke();
  }
  context.globalAlpha = 1;
}

function isSeen(x: number, y: number, around: number, { width, height }: Size): boolean {
  return x > -around && y > -around && x < width + around && y < height + around;
}

/** Names what is pointed at first, then what is linked most, where there is room. */
function drawLabels(
  context: CanvasRenderingContext2D,
  scene: Scene,
  palette: Palette,
  isLit: (index: number) => boolean,
): void {
  const { nodes, active, near, size } = scene;
  const rest = nodes.map((_, index) => index).filter((index) => index !== active);
  const order = active === null ? rest : [active, ...near, ...rest.filter((i) => !near.has(i))];
  const taken: Box[] = [];
  context.font = palette.font;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  context.lineJoin = 'round';
  for (const index of order) {
    if (taken.length >= MOST_LABELS) break;
    const wanted = active !== null && isLit(index);
    const [x, y] = spot(scene, index);
    const radius = pixels(scene, index);
    if ((active !== null && !wanted) || (!wanted && radius < LABELLED)) continue;
    if (!isSeen(x, y, LABEL_HEIGHT, size)) continue;
    const text = shortened(context, nodes[index]?.title ?? '');
    const half = context.measureText(text).width / 2 + 3;
    const top = y + radius + 2;
    const box = { left: x - half, top, right: x + half, bottom: top + LABEL_HEIGHT };
    if (index !== active && taken.some((other) => overlaps(box, other))) continue;
    taken.push(box);
    context.lineWidth = 3;
    context.strokeStyle = palette.ground;
    context.strokeText(text, x, top);
    context.fillStyle = palette.text;
    context.fillText(text, x, top);
  }
}

function overlaps(one: Box, other: Box): boolean {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  );
}

function shortened(context: CanvasRenderingContext2D, title: string): string {
  if (context.measureText(title).width <= LABEL_WIDTH) return title;
  const letters = Array.from(title);
  let [fits, fails] = [0, letters.length];
  while (fails - fits > 1) {
    const middle = Math.floor((fits + fails) / 2);
    const text = `${letters.slice(0, middle).join('')}…`;
    if (context.measureText(text).width <= LABEL_WIDTH) fits = middle;
    else fails = middle;
  }
  return `${letters.slice(0, fits).join('').trimEnd()}…`;
}
