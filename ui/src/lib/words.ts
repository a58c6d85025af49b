/** What is counted of a text; tallies of its lines add up to that of the whole. */
export interface Tally {
  /** Words of scripts that put spaces between them. */
  readonly runs: number;
  /** Characters of Chinese and Japanese, each of which counts as a word. */
  readonly cjk: number;
  /** Characters as people see them: an emoji of several parts is one. Line breaks are none. */
  readonly characters: number;
}

export interface TextCounts {
  readonly words: number;
  readonly characters: number;
  /** Whole minutes at 220 words a minute, at least one for a text that is not empty. */
  readonly minutes: number;
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;
/** Scripts that are written without spaces between words and need a dictionary to find them. */
const UNSPACED = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const RUN = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’_-]*/gu;
/** One character a code unit: no surrogates, no marks that join, no CR before LF. */
const SIMPLE = /^[\t\x20-\u02ff\u3000-\u3098\u309b-\u30ff\u4e00-\u9fff\uff00-\uff9d]*$/;
const LONG_SIMPLE = 4_096;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const words = new Intl.Segmenter(undefined, { granularity: 'word' });

function countRuns(text: string): number {
  if (!UNSPACED.test(text)) return text.match(RUN)?.length ?? 0;
  let count = 0;
  for (const { isWordLike } of words.segment(text)) if (isWordLike) count++;
  return count;
}

function countCharacters(text: string): number {
  if (SIMPLE.test(text)) return text.length;
  let count = 0;
  // Pieces keep the cost of a line of a megabyte in bounds; a cut inside a character is rare.
  for (let at = 0; at < text.length; at += LONG_SIMPLE) {
    const piece = text.slice(at, at + LONG_SIMPLE);
    if (SIMPLE.test(piece)) count += piece.length;
    else for (const part of graphemes.segment(piece)) count += part.index >= 0 ? 1 : 0;
  }
  return count;
}

export const NOTHING: Tally = { runs: 0, cjk: 0, characters: 0 };

/** Counts one line, or a part of one. */
export function tallyLine(line: string): Tally {
  if (line === '') return NOTHING;
  const cjk = line.match(CJK)?.length ?? 0;
  const rest = cjk > 0 ? line.replace(CJK, ' ') : line;
  return { runs: countRuns(rest), cjk, characters: countCharacters(line) };
}

export function addTally(a: Tally, b: Tally, sign: 1 | -1 = 1): Tally {
  return {
    runs: a.runs + sign * b.runs,
    cjk: a.cjk + sign * b.cjk,
    characters: a.characters + sign * b.characters,
  };
}

/**
 * What a person reads of a tally. Each run of letters and digits is a word, and each CJK character
 * is one, which is how writers of these languages count.
 */
export function countsOf({ runs, cjk, characters }: Tally): TextCounts {
  return {
    words: cjk + runs,
    characters,
    minutes: cjk + runs === 0 ? 0 : Math.max(1, Math.round(runs / 220 + cjk / 450)),
  };
}
