/** A place where a source line (from 1, may be fractional) meets a height in pixels from the top. */
export interface Point {
  readonly line: number;
  readonly y: number;
}

/** A block of the preview: its first source line (1-based) and its box, in pixels from the top. */
export interface Anchor {
  readonly line: number;
  /** The last source line of the block, inclusive. */
  readonly lineEnd: number;
  readonly top: number;
  readonly bottom: number;
  /** Where lines inside the block lie, in order, if more is known of them than that they lie in it. */
  readonly points?: readonly Point[];
}

/** The blocks in order. An array is one; what measures a block only when it is asked for, too. */
export interface Anchors {
  readonly length: number;
  at(index: number): Anchor | undefined;
}

/** Index of the last element for which the predicate holds, by bisection; -1 when there is none. */
function lastIndexWhere(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function interpolate(x: number, x0: number, x1: number, y0: number, y1: number): number {
  if (x1 <= x0) return y0;
  return y0 + ((Math.min(Math.max(x, x0), x1) - x0) / (x1 - x0)) * (y1 - y0);
}

/** The corners of a block's way from its first line to its last. */
function corners(anchor: Anchor): readonly Point[] {
  const first = { line: anchor.line, y: anchor.top };
  const last = { line: anchor.lineEnd + 1, y: anchor.bottom };
  const way: Point[] = [first];
  for (const point of [...(anchor.points ?? []), last]) {
    const before = way.at(-1) ?? first;
    // A table that is scrolled away or a hidden item must not turn the way back.
    if (point.line > before.line && point.y >= before.y) way.push(point);
  }
  return way;
}

function along(way: readonly Point[], x: number, from: 'line' | 'y', to: 'line' | 'y'): number {
  const index = lastIndexWhere(way.length, (i) => (way[i]?.[from] ?? Infinity) <= x);
  const here = way[Math.max(0, index)];
  const next = way[Math.max(0, index) + 1];
  if (!here) return 0;
  return next ? interpolate(x, here[from], next[from], here[to], next[to]) : here[to];
}

/**
 * The offset in the preview that shows a source line. Lines may be fractional; between two blocks
 * the blank lines are spread over the gap.
 */
export function offsetOfLine(anchors: Anchors, line: number): number {
  const index = lastIndexWhere(anchors.length, (i) => (anchors.at(i)?.line ?? Infinity) <= line);
  const here = anchors.at(Math.max(0, index));
  if (!here) return 0;
  if (index < 0) return interpolate(line, 1, here.line, 0, here.top);
  const end = here.lineEnd + 1;
  if (line <= end) return along(corners(here), line, 'line', 'y');
  const next = index + 1 < anchors.length ? anchors.at(index + 1) : undefined;
  return next ? interpolate(line, end, next.line, here.bottom, next.top) : here.bottom;
}

/** The source line shown at an offset of the preview: the inverse of {@link offsetOfLine}. */
export function lineAtOffset(anchors: Anchors, offset: number): number {
  const index = lastIndexWhere(anchors.length, (i) => (anchors.at(i)?.top ?? Infinity) <= offset);
  const here = anchors.at(Math.max(0, index));
  if (!here) return 1;
  if (index < 0) return interpolate(offset, 0, here.top, 1, here.line);
  const end = here.lineEnd + 1;
  if (offset <= here.bottom) return along(corners(here), offset, 'y', 'line');
  const next = index + 1 < anchors.length ? anchors.at(index + 1) : undefined;
  return next ? interpolate(offset, here.bottom, next.top, end, next.line) : end;
}

/** The part of the preview that shows a line; nothing for a line between two blocks. */
export function rangeOfLine(
  anchors: Anchors,
  line: number,
): { readonly top: number; readonly bottom: number } | null {
  const index = lastIndexWhere(anchors.length, (i) => (anchors.at(i)?.line ?? Infinity) <= line);
  const here = index < 0 ? undefined : anchors.at(index);
  if (!here || line > here.lineEnd) return null;
  const way = corners(here);
  return { top: along(way, line, 'line', 'y'), bottom: along(way, line + 1, 'line', 'y') };
}

/**
 * Decides which pane leads. The pane that last received input leads until it has been quiet for a
 * while, so the scroll events that a sync causes never travel back.
 */
export class ScrollLeader<Pane extends string> {
  static readonly HOLD_MS = 250;
  #leader: Pane | null = null;
  #until = 0;
  readonly #placed = new Map<Pane, number>();

  /** A wheel, pointer or key reached the pane. */
  claim(pane: Pane, now: number): void {
    this.#leader = pane;
    this.#until = now + ScrollLeader.HOLD_MS;
    this.#placed.delete(pane);
  }

  /** The pane was put at an offset by a sync: the event that comes of it is nobody's wish. */
  placed(pane: Pane, top: number): void {
    this.#placed.set(pane, top);
  }

  /** Whether a scroll event of the pane, now at `top`, may move the other; it extends the lead if so. */
  mayLead(pane: Pane, now: number, top: number): boolean {
    const placed = this.#placed.get(pane);
    if (placed !== undefined && Math.abs(placed - top) < 1) return false;
    if (this.#leader !== pane && now < this.#until) return false;
    this.claim(pane, now);
    return true;
  }
}
