export interface TextCounts {
  readonly words: number;
  readonly characters: number;
  /** Whole minutes at 220 words a minute, at least one for a text that is not empty. */
  readonly minutes: number;
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/**
 * Counts words: each run of letters and digits is one, and each CJK character is one, which is how
 * writers of these languages count.
 */
export function countText(text: string): TextCounts {
  const cjk = text.match(CJK)?.length ?? 0;
  const rest = cjk > 0 ? text.replace(CJK, ' ') : text;
  const runs = rest.match(/[\p{L}\p{N}][\p{L}\p{N}'’_-]*/gu)?.length ?? 0;
  const words = cjk + runs;
  return {
    words,
    characters: text.length,
    minutes: words === 0 ? 0 : Math.max(1, Math.round(runs / 220 + cjk / 450)),
  };
}
