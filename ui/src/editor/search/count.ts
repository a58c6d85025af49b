import type { SearchQuery } from '@codemirror/search';
import type { EditorState } from '@codemirror/state';

export interface MatchCount {
  /** Which match is selected, from 1; 0 while none is. */
  readonly index: number;
  readonly total: number;
  /** There are more than were counted. */
  readonly more: boolean;
}

const MAX_MATCHES = 10_000;
const SLICE_MS = 6;
const CLOCK_EVERY = 32;

/** Counts the matches of a query in slices, so that typing in a long text waits for nothing. */
export class MatchCounter {
  #starts: number[] = [];
  #ends: number[] = [];
  #more = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #counted: () => void;
  readonly #now: () => number;

  constructor(counted: () => void, now: () => number = () => performance.now()) {
    this.#counted = counted;
    this.#now = now;
  }

  /** Counts again after a pause; what was counted stays until then. */
  count(query: SearchQuery, state: EditorState, delay: number): void {
    clearTimeout(this.#timer);
    if (!query.valid) {
      this.#finish([], [], false);
      return;
    }
    const starts: number[] = [];
    const ends: number[] = [];
    let matches: Iterator<{ from: number; to: number }> | null = null;
    const slice = () => {
      matches ??= query.getCursor(state);
      const end = this.#now() + SLICE_MS;
      for (let steps = 1; ; steps++) {
        const next = matches.next();
        if (next.done === true || starts.length >= MAX_MATCHES) {
          this.#finish(starts, ends, next.done !== true);
          return;
        }
        // A pattern such as `x*` matches nothing everywhere, which is no match.
        if (next.value.from < next.value.to) {
          starts.push(next.value.from);
          ends.push(next.value.to);
        }
        if (steps % CLOCK_EVERY === 0 && this.#now() >= end) break;
      }
      this.#timer = setTimeout(slice, 0);
    };
    this.#timer = setTimeout(slice, delay);
  }

  at(from: number, to: number): MatchCount {
    const index = this.#starts.indexOf(from);
    const isMatch = index >= 0 && this.#ends[index] === to;
    return { index: isMatch ? index + 1 : 0, total: this.#starts.length, more: this.#more };
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #finish(starts: number[], ends: number[], more: boolean): void {
    this.#starts = starts;
    this.#ends = ends;
    this.#more = more;
    this.#counted();
  }
}
