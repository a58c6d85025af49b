import { wordChanges } from './word-diff';

/** A part of a text, and whether the other text has it too. */
export interface Run {
  readonly text: string;
  readonly changed: boolean;
}

/** Words of a longer text are not looked for: nobody compares them by eye. */
const MAX_LENGTH = 20_000;
/** Where more than this share is new, marks would cover all and show nothing. */
const MOST_CHANGED = 0.8;

/** Cuts a text where it differs from an earlier one, at the ends of words. */
export function changedRuns(before: string, after: string): readonly Run[] {
  if (before === '' || before.length + after.length > MAX_LENGTH) {
    return [{ text: after, changed: false }];
  }
  const runs: Run[] = [];
  let at = 0;
  const push = (to: number, changed: boolean) => {
    if (to > at) runs.push({ text: after.slice(at, to), changed });
    at = to;
  };
  for (const { fromB, toB } of wordChanges(before, after)) {
    push(fromB, false);
    push(toB, true);
  }
  push(after.length, false);
  const changed = runs.reduce((sum, run) => sum + (run.changed ? run.text.length : 0), 0);
  return changed > after.length * MOST_CHANGED ? [{ text: after, changed: false }] : runs;
}
