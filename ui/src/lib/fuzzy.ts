/** Half-open range of UTF-16 units. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface FuzzyMatch {
  readonly score: number;
  readonly ranges: readonly Range[];
}

function isWordStart(text: string, index: number): boolean {
  if (index === 0) return true;
  const before = text.charAt(index - 1);
  const here = text.charAt(index);
  if (/[\s\-_/.,:([]/.test(before)) return true;
  return /[a-z]/.test(before) && /[A-Z]/.test(here);
}

/**
 * Finds the letters of the query in order. Letters at the starts of words and in a row score
 * higher, so "scf" finds "Save current file" and "save" prefers "Save" to "Sandy average".
 */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | null {
  const needle = query.toLowerCase().replace(/\s+/g, '');
  if (needle === '') return { score: 0, ranges: [] };
  const hay = text.toLowerCase();

  const whole = hay.indexOf(query.toLowerCase().trim());
  if (whole >= 0) {
    const length = query.trim().length;
    const bonus = whole === 0 ? 40 : isWordStart(text, whole) ? 30 : 10;
    return {
      score: 100 + bonus + length * 2 - text.length * 0.1,
      ranges: [{ from: whole, to: whole + length }],
    };
  }
  return matchLetters(needle, hay, text);
}

function matchLetters(needle: string, hay: string, text: string): FuzzyMatch | null {
  const ranges: { from: number; to: number }[] = [];
  let score = 0;
  let at = 0;
  for (const letter of needle) {
    const previous = ranges.at(-1);
    const found = nextPosition(letter, hay, text, at, previous?.to === at);
    if (found < 0) return null;
    if (isWordStart(text, found)) score += 8;
    if (previous?.to === found) {
      score += 5;
      previous.to = found + letter.length;
    } else {
      score -= Math.min(3, found - at);
      ranges.push({ from: found, to: found + letter.length });
    }
    at = found + letter.length;
  }
  return { score: score - text.length * 0.05, ranges };
}

/** The letter right here if it continues a run, else at the next word start, else anywhere. */
function nextPosition(
  letter: string,
  hay: string,
  text: string,
  from: number,
  inRun: boolean,
): number {
  const first = hay.indexOf(letter, from);
  if (first < 0 || (inRun && first === from)) return first;
  for (let index = first; index >= 0; index = hay.indexOf(letter, index + 1)) {
    if (isWordStart(text, index)) return index;
  }
  return first;
}

export interface TextPart {
  readonly text: string;
  readonly marked: boolean;
}

/** Cuts a text at the ranges, for a component that marks the matching parts. */
export function splitByRanges(text: string, ranges: readonly Range[]): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { from, to } of ranges) {
    if (from < at || to > text.length || to <= from) continue;
    if (from > at) parts.push({ text: text.slice(at, from), marked: false });
    parts.push({ text: text.slice(from, to), marked: true });
    at = to;
  }
  if (at < text.length) parts.push({ text: text.slice(at), marked: false });
  return parts;
}
