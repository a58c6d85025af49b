import { isApple } from './platform';

/**
 * A chord such as `Mod+Shift+P`, `F2` or `Alt+ArrowLeft`. `Mod` is Command on Apple keyboards and
 * Control elsewhere.
 */
export type Chord = string;

interface ParsedChord {
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly key: string;
}

export interface KeyStroke {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export function parseChord(chord: Chord, apple = isApple): ParsedChord {
  const parts = chord.split('+');
  // A trailing plus is the key itself: "Mod++".
  const key = chord.endsWith('++') ? '+' : (parts.at(-1) ?? '');
  const has = (name: string) => parts.slice(0, -1).includes(name);
  return {
    ctrl: has('Ctrl') || (has('Mod') && !apple),
    meta: has('Meta') || (has('Mod') && apple),
    alt: has('Alt'),
    shift: has('Shift'),
    key,
  };
}

const CODE_NAMES: Readonly<Record<string, string>> = {
  Comma: ',',
  Period: '.',
  Slash: '/',
  Equal: '=',
  Minus: '-',
  Backslash: '\\',
};

/** The Latin letter, digit or sign printed on the physical key, for layouts that type something else. */
function keyFromCode(code: string): string | null {
  if (code.startsWith('Key')) return code.slice(3).toLowerCase();
  if (code.startsWith('Digit')) return code.slice(5);
  return CODE_NAMES[code] ?? null;
}

/** Says whether the stroke is the chord; letters of non-Latin layouts are matched by position. */
export function matchesChord(stroke: KeyStroke, chord: Chord, apple = isApple): boolean {
  const wanted = parseChord(chord, apple);
  if (stroke.ctrlKey !== wanted.ctrl || stroke.metaKey !== wanted.meta) return false;
  if (stroke.altKey !== wanted.alt) return false;
  const key = wanted.key.toLowerCase();
  const shifted = stroke.shiftKey === wanted.shift;
  if (stroke.key.toLowerCase() === key) {
    // "?" already is Shift+/ on most layouts: a sign typed with Shift matches without naming it.
    return shifted || (key.length === 1 && !/[a-z0-9]/.test(key));
  }
  const typedLatin = /^[\x20-\x7e]$/.test(stroke.key);
  const byPosition = keyFromCode(stroke.code);
  if (!shifted || byPosition !== key) return false;
  return !typedLatin || wanted.shift || wanted.alt;
}

const MODIFIER_KEYS = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Process']);

/** Says whether two chords are the same keys, however they are written. */
export function sameChord(a: Chord, b: Chord, apple = isApple): boolean {
  const [one, other] = [parseChord(a, apple), parseChord(b, apple)];
  return (
    one.ctrl === other.ctrl &&
    one.meta === other.meta &&
    one.alt === other.alt &&
    one.shift === other.shift &&
    one.key.toLowerCase() === other.key.toLowerCase()
  );
}

/**
 * The chord of a stroke, to be kept and matched later; `null` while only modifiers are down, and for
 * a key that alone would be typed.
 */
export function chordOf(stroke: KeyStroke, apple = isApple): Chord | null {
  if (MODIFIER_KEYS.has(stroke.key)) return null;
  const typedLatin = /^[\x20-\x7e]$/.test(stroke.key);
  const named = stroke.key.length > 1;
  const key = named || typedLatin ? stroke.key : keyFromCode(stroke.code);
  if (key === null) return null;
  const letter = /^[a-z0-9]$/i.test(key);
  const held = stroke.ctrlKey || stroke.metaKey || stroke.altKey;
  if (!held && !/^F\d+$/.test(key)) return null;
  const parts: string[] = [];
  if (apple ? stroke.metaKey : stroke.ctrlKey) parts.push('Mod');
  if (apple && stroke.ctrlKey) parts.push('Ctrl');
  if (!apple && stroke.metaKey) parts.push('Meta');
  if (stroke.altKey) parts.push('Alt');
  // A sign that is typed with Shift already says so: on another layout it has a key of its own.
  if (stroke.shiftKey && (named || letter)) parts.push('Shift');
  return [...parts, letter ? key.toUpperCase() : key].join('+');
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: 'Enter',
  Escape: 'Esc',
  ' ': 'Space',
  Delete: 'Del',
};
const APPLE_NAMES: Readonly<Record<string, string>> = {
  ...NAMES,
  Enter: '↩',
  Escape: '⎋',
  Delete: '⌦',
  Backspace: '⌫',
};

/** The parts of a chord as they are printed on the keys of this platform, one string per key. */
export function chordParts(chord: Chord, apple = isApple): string[] {
  const { ctrl, meta, alt, shift, key } = parseChord(chord, apple);
  const name = (apple ? APPLE_NAMES : NAMES)[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  const parts: string[] = [];
  if (ctrl) parts.push(apple ? '⌃' : 'Ctrl');
  if (alt) parts.push(apple ? '⌥' : 'Alt');
  if (shift) parts.push(apple ? '⇧' : 'Shift');
  if (meta) parts.push(apple ? '⌘' : 'Meta');
  return [...parts, name];
}

/** One string for tooltips and labels: `Ctrl Shift P`, or `⇧⌘P` on Apple keyboards. */
export function chordLabel(chord: Chord, apple = isApple): string {
  return chordParts(chord, apple).join(apple ? '' : ' ');
}

/** A stroke that an input method is still composing belongs to it, whatever key it shows. */
export function isComposing(event: KeyboardEvent): boolean {
  // WebKit ends the composition before the Enter that confirms it; only the old key code tells.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  return event.isComposing || event.keyCode === 229;
}

/** Says whether plain letters typed into this element are text. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)
  );
}
