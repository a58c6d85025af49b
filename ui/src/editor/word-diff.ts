import { Change, diff, presentableDiff } from '@codemirror/merge';

const SCAN_LIMIT = 5_000;
/** Code units that stand for tokens; halves of surrogate pairs are not among them. */
const BELOW_SURROGATES = 0xd800;
const SURROGATES = 0x800;
const MOST_TOKENS = 0x10000 - SURROGATES;
/** A place longer than this is shown as replaced: nobody compares its words by eye. */
const MAX_PLACE = 20_000;
/** Where less than this share of the words stays, marks would be all over and show nothing. */
const LEAST_KEPT = 0.2;

/** Writes each token as one code unit, the same for the same token. `null` when there are too many. */
class Alphabet {
  readonly #codes = new Map<string, number>();

  spell(tokens: readonly string[]): string | null {
    const units: string[] = [];
    for (const token of tokens) {
      const known = this.#codes.get(token) ?? this.#codes.size;
      if (known >= MOST_TOKENS) return null;
      this.#codes.set(token, known);
      units.push(String.fromCharCode(known < BELOW_SURROGATES ? known : known + SURROGATES));
    }
    return units.join('');
  }
}

/** Where each token begins, and behind the last one where the text ends. */
function starts(tokens: readonly string[]): number[] {
  const found = [0];
  let at = 0;
  for (const token of tokens) found.push((at += token.length));
  return found;
}

function tokenChanges(a: readonly string[], b: readonly string[]): readonly Change[] | null {
  const alphabet = new Alphabet();
  const [spelledA, spelledB] = [alphabet.spell(a), alphabet.spell(b)];
  if (spelledA === null || spelledB === null) return null;
  const [startsA, startsB] = [starts(a), starts(b)];
  const at = (of: readonly number[], index: number) => of[index] ?? of.at(-1) ?? 0;
  return diff(spelledA, spelledB, { scanLimit: SCAN_LIMIT }).map(
    ({ fromA, toA, fromB, toB }) =>
      new Change(at(startsA, fromA), at(startsA, toA), at(startsB, fromB), at(startsB, toB)),
  );
}

function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
/** Words, and what is between them sign by sign; scripts without spaces are cut as they are read. */
function words(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Makes one of two changes that only blanks lie between: the words of a phrase are one change. */
function joined(changes: readonly Change[], a: string): Change[] {
  const found: Change[] = [];
  for (const change of changes) {
    const last = found.at(-1);
    if (last && /^[^\S\n]*$/.test(a.slice(last.toA, change.fromA))) {
      found[found.length - 1] = new Change(last.fromA, change.toA, last.fromB, change.toB);
    } else {
      found.push(change);
    }
  }
  return found;
}

/** The words that differ between two texts that take the place of one another. */
function changesOfPlace(a: string, b: string): readonly Change[] {
  const whole = [new Change(0, a.length, 0, b.length)];
  if (a === '' || b === '' || a.length + b.length > MAX_PLACE) return whole;
  const changes = joined(tokenChanges(words(a), words(b)) ?? whole, a);
  const gone = changes.reduce((sum, { fromA, toA }) => sum + toA - fromA, 0);
  return a.length - gone < Math.max(a.length, b.length) * LEAST_KEPT ? whole : changes;
}

/**
 * How one text became another: lines first, so that a paragraph is held against the one that it was,
 * and the words within them. Whole words, also of scripts that write none between blanks.
 */
export function wordChanges(a: string, b: string): readonly Change[] {
  const places = tokenChanges(lines(a), lines(b));
  if (!places) return presentableDiff(a, b, { scanLimit: SCAN_LIMIT });
  return places.flatMap(({ fromA, toA, fromB, toB }) =>
    changesOfPlace(a.slice(fromA, toA), b.slice(fromB, toB)).map(
      (change) =>
        new Change(
          fromA + change.fromA,
          fromA + change.toA,
          fromB + change.fromB,
          fromB + change.toB,
        ),
    ),
  );
}
