/** The twelve named colours that have a tested foreground, dot and background in both themes. */
export const HUES = {
  red: '#D9463C',
  orange: '#C86410',
  amber: '#AC7500',
  lime: '#6B8A0B',
  green: '#2A9053',
  teal: '#148F8A',
  cyan: '#1688B0',
  blue: '#2B7FD0',
  indigo: '#5B6EDB',
  violet: '#8B5BD6',
  pink: '#D0498F',
  slate: '#7F828A',
} as const;

export type Hue = keyof typeof HUES;

const NAMES = {
  red: null,
  orange: null,
  amber: null,
  lime: null,
  green: null,
  teal: null,
  cyan: null,
  blue: null,
  indigo: null,
  violet: null,
  pink: null,
  slate: null,
} satisfies Record<Hue, null>;

export function isHue(name: string): name is Hue {
  return name in NAMES;
}

export const HUE_NAMES: readonly Hue[] = Object.keys(NAMES).filter(isHue);

function channels(hex: string): [number, number, number] | null {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!match) return null;
  const [, red = '', green = '', blue = ''] = match;
  return [parseInt(red, 16), parseInt(green, 16), parseInt(blue, 16)];
}

/**
 * The named colour nearest to a `#RRGGBB`. Colours that people choose are stored as hex, but text
 * is only ever drawn in a named hue, because its contrast is known in both themes.
 */
export function hueOf(color: string | null | undefined): Hue {
  const wanted = color ? channels(color) : null;
  if (!wanted) return 'slate';
  let best: Hue = 'slate';
  let bestDistance = Infinity;
  for (const name of HUE_NAMES) {
    const candidate = channels(HUES[name]);
    if (!candidate) continue;
    const distance = candidate.reduce((sum, value, i) => sum + (value - (wanted[i] ?? 0)) ** 2, 0);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** The named colour that a stored colour is exactly, if it is one. */
export function namedHue(color: string | null | undefined): Hue | null {
  const wanted = color?.toUpperCase();
  return HUE_NAMES.find((name) => HUES[name] === wanted) ?? null;
}

/**
 * What a dot or an icon of a stored colour is drawn in. Named ones follow the theme; a colour of the
 * person's own is drawn as it is and needs an outline, because nobody tested its contrast.
 */
export function dotColor(color: string | null | undefined): { css: string; own: boolean } {
  const named = color ? namedHue(color) : 'slate';
  return named ? { css: `var(--hue-${named}-dot)`, own: false } : { css: color ?? '', own: true };
}

/** Reads `#RRGGBB`, with or without the sign, as it is stored; `null` if it is none. */
export function readHex(text: string): string | null {
  const digits = text.trim().replace(/^#/, '');
  return /^[0-9a-f]{6}$/i.test(digits) ? `#${digits.toUpperCase()}` : null;
}
