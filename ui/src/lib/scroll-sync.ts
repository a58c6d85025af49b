/** A block of the preview: its first source line (1-based) and its box, in pixels from the top. */
export interface Anchor {
  readonly line: number;
  /** The last source line of the block, inclusive. */
  readonly lineEnd: number;
  readonly top: number;
  readonly bottom: number;
}

/** Index of the last anchor for which the predicate holds, by bisection; -1 when there is none. */
function lastIndexWhere(anchors: readonly Anchor[], holds: (anchor: Anchor) => boolean): number {
  let low = 0;
  let high = anchors.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const anchor = anchors[middle];
    if (anchor && holds(anchor)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function interpolate(x: number, x0: number, x1: number, y0: number, y1: number): number {
  if (x1 <= x0) return y0;
  return y0 + ((Math.min(Math.max(x, x0), x1) - x0) / (x1 - x0)) * (y1 - y0);
}

/**
 * The offset in the preview that shows a source line. Lines may be fractional; between two blocks
 * the blank lines are spread over the gap.
 */
export function offsetOfLine(anchors: readonly Anchor[], line: number): number {
  const index = lastIndexWhere(anchors, (anchor) => anchor.line <= line);
  const here = anchors[index];
  const next = anchors[index + 1];
  if (!here) return next ? interpolate(line, 1, next.line, 0, next.top) : 0;
  const end = here.lineEnd + 1;
  if (line <= end) return interpolate(line, here.line, end, here.top, here.bottom);
  if (!next) return here.bottom;
  return interpolate(line, end, next.line, here.bottom, next.top);
}

/** The source line shown at an offset of the preview: the inverse of {@link offsetOfLine}. */
export function lineAtOffset(anchors: readonly Anchor[], offset: number): number {
  const index = lastIndexWhere(anchors, (anchor) => anchor.top <= offset);
  const here = anchors[index];
  const next = anchors[index + 1];
  if (!here) return next ? interpolate(offset, 0, next.top, 1, next.line) : 1;
  const end = here.lineEnd + 1;
  if (offset <= here.bottom) return interpolate(offset, here.top, here.bottom, here.line, end);
  if (!next) return end;
  return interpolate(offset, here.bottom, next.top, end, next.line);
}

/**
 * Decides which pane leads. The pane that last received input leads until it has been quiet for a
 * while, so the scroll events that a sync causes never travel back.
 */
export class ScrollLeader<Pane extends string> {
  static readonly HOLD_MS = 250;
  #leader: Pane | null = null;
  #until = 0;

  /** A wheel, pointer or key reached the pane. */
  claim(pane: Pane, now: number): void {
    this.#leader = pane;
    this.#until = now + ScrollLeader.HOLD_MS;
  }

  /** Whether a scroll event of the pane may move the other one; it extends the lead if so. */
  mayLead(pane: Pane, now: number): boolean {
    if (this.#leader !== pane && now < this.#until) return false;
    this.claim(pane, now);
    return true;
  }
}
