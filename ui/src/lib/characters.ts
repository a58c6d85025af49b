import type { Range } from './fuzzy';

/**
 * Ranges of the core count Unicode characters, those of the browser UTF-16 units. Texts without
 * characters beyond the basic plane need no work.
 */
export function toUnits(
  text: string,
  ranges: readonly { readonly start: number; readonly end: number }[],
): Range[] {
  const plain = !/[\ud800-\udbff]/.test(text);
  if (plain) return ranges.map(({ start, end }) => ({ from: start, to: end }));
  const offsets: number[] = [];
  let at = 0;
  for (const character of text) {
    offsets.push(at);
    at += character.length;
  }
  offsets.push(at);
  return ranges.map(({ start, end }) => ({
    from: offsets[start] ?? at,
    to: offsets[end] ?? at,
  }));
}

/** A piece of a text that never cuts a character in half. */
export function sliceCharacters(text: string, start: number, end: number): string {
  return Array.from(text).slice(start, end).join('');
}
