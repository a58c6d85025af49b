import type { ChangeSet, Text } from '@codemirror/state';

import { addTally, NOTHING, tallyLine, type Tally } from '~/lib/words';

/** A stretch of whole lines that is still to be counted, for or against the sum. */
interface Job {
  readonly lines: Iterator<string>;
  readonly sign: 1 | -1;
}

/** Characters that are counted at once; more is done in slices, between what the person does. */
const AT_ONCE = 20_000;
const SLICE_MS = 4;
const CLOCK_EVERY = 64;

function* lines(text: Text, from: number, to: number): Generator<string> {
  const pieces = text.iterRange(from, to);
  while (!pieces.next().done) if (!pieces.lineBreak) yield pieces.value;
}

function wholeLines(text: Text, from: number, to: number): Generator<string> {
  return lines(text, text.lineAt(from).from, text.lineAt(to).to);
}

interface Span {
  fromA: number;
  toA: number;
  fromB: number;
  toB: number;
}

/** The changed ranges, those that meet on one line put together. */
function changedLines(changes: ChangeSet, before: Text): Span[] {
  const spans: Span[] = [];
  changes.iterChangedRanges((fromA, toA, fromB, toB) => {
    const last = spans.at(-1);
    if (last && before.lineAt(last.toA).to >= fromA) {
      last.toA = toA;
      last.toB = toB;
    } else spans.push({ fromA, toA, fromB, toB });
  });
  return spans;
}

/**
 * Counts a text while it is edited. A key costs what its line costs: the old line is taken off the
 * sum and the new one put on. Long stretches, such as a document just opened, are counted in
 * slices, so that no key waits for them.
 */
export class Counter {
  #tally = NOTHING;
  #jobs: Job[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #done: () => void;
  readonly #now: () => number;

  constructor(done: () => void, now: () => number = () => performance.now()) {
    this.#done = done;
    this.#now = now;
  }

  /** As far as it is counted. */
  get tally(): Tally {
    return this.#tally;
  }

  get isDone(): boolean {
    return this.#jobs.length === 0;
  }

  /** Begins anew with these stretches of a text. */
  start(text: Text, ranges: readonly { readonly from: number; readonly to: number }[]): void {
    this.stop();
    this.#tally = NOTHING;
    for (const { from, to } of ranges) {
      this.#add(lines(text, from, to), to - from, 1);
    }
  }

  changed(changes: ChangeSet, before: Text, after: Text): void {
    for (const { fromA, toA, fromB, toB } of changedLines(changes, before)) {
      this.#add(wholeLines(before, fromA, toA), toA - fromA, -1);
      this.#add(wholeLines(after, fromB, toB), toB - fromB, 1);
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#jobs = [];
    this.#timer = undefined;
  }

  #add(lines: Iterator<string>, length: number, sign: 1 | -1): void {
    const job = { lines, sign };
    if (length <= AT_ONCE) {
      while (!this.#step(job));
      return;
    }
    this.#jobs.push(job);
    this.#timer ??= setTimeout(() => this.#slice(), 0);
  }

  /** Counts one line more; says whether it was the last. */
  #step(job: Job): boolean {
    const next = job.lines.next();
    if (next.done === true) return true;
    this.#tally = addTally(this.#tally, tallyLine(next.value), job.sign);
    return false;
  }

  #slice(): void {
    const end = this.#now() + SLICE_MS;
    let steps = 0;
    for (let job = this.#jobs[0]; job; job = this.#jobs[0]) {
      if (this.#step(job)) this.#jobs.shift();
      steps += 1;
      if (steps % CLOCK_EVERY === 0 && this.#now() >= end) break;
    }
    this.#timer = this.#jobs.length > 0 ? setTimeout(() => this.#slice(), 0) : undefined;
    if (this.#jobs.length === 0) this.#done();
  }
}
