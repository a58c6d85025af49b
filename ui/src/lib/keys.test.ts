import { describe, expect, it } from 'vitest';

import { chordLabel, chordOf, matchesChord, sameChord, type KeyStroke } from './keys';

function stroke(key: string, over: Partial<KeyStroke> = {}): KeyStroke {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...over };
}

describe('chords', () => {
  const cases: [string, KeyStroke, string, boolean, boolean][] = [
    ['Control is Mod elsewhere', stroke('p', { ctrlKey: true }), 'Mod+P', false, true],
    ['Command is Mod on Apple keyboards', stroke('p', { metaKey: true }), 'Mod+P', true, true],
    ['Control is not Mod on Apple keyboards', stroke('p', { ctrlKey: true }), 'Mod+P', true, false],
    [
      'an extra Shift is another chord',
      stroke('P', { ctrlKey: true, shiftKey: true }),
      'Mod+P',
      false,
      false,
    ],
    [
      'a Cyrillic layout is matched by position',
      stroke('з', { ctrlKey: true, code: 'KeyP' }),
      'Mod+P',
      false,
      true,
    ],
    [
      'Dvorak is matched by the letter it types, not by position',
      stroke('l', { ctrlKey: true, code: 'KeyP' }),
      'Mod+P',
      false,
      false,
    ],
    [
      'a shifted digit is matched by position',
      stroke('&', { ctrlKey: true, shiftKey: true, code: 'Digit7' }),
      'Mod+Shift+7',
      false,
      true,
    ],
    [
      'a sign needs no named Shift',
      stroke('?', { ctrlKey: true, shiftKey: true }),
      'Mod+?',
      false,
      true,
    ],
    ['plain function keys', stroke('F2'), 'F2', false, true],
  ];
  it.each(cases)('%s', (_, event, chord, apple, expected) => {
    expect(matchesChord(event, chord, apple)).toBe(expected);
  });

  it('are written as the platform prints them', () => {
    expect(chordLabel('Mod+Shift+P', false)).toBe('Ctrl Shift P');
    expect(chordLabel('Mod+Shift+P', true)).toBe('⇧⌘P');
    expect(chordLabel('Alt+ArrowLeft', false)).toBe('Alt ←');
  });
});

describe('a recorded chord', () => {
  it.each([
    [stroke('P', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+P'],
    [stroke('?', { ctrlKey: true, shiftKey: true }), 'Mod+?'],
    [stroke('ArrowLeft', { altKey: true }), 'Alt+ArrowLeft'],
    [stroke('F7'), 'F7'],
    [stroke('л', { code: 'KeyK', ctrlKey: true }), 'Mod+K'],
    [stroke('a'), null],
    [stroke('Enter'), null],
    [stroke('Control', { ctrlKey: true }), null],
  ])('of %j is %s, and matches the stroke again', (typed, chord) => {
    expect(chordOf(typed, false)).toBe(chord);
    if (chord !== null) expect(matchesChord(typed, chord, false)).toBe(true);
  });

  it('is Command on Apple keyboards', () => {
    expect(chordOf(stroke('k', { metaKey: true }), true)).toBe('Mod+K');
    expect(chordOf(stroke('k', { ctrlKey: true }), true)).toBe('Ctrl+K');
  });

  it('is the same however it is written', () => {
    expect(sameChord('Shift+Mod+p', 'Mod+Shift+P', false)).toBe(true);
    expect(sameChord('Mod+P', 'Mod+Shift+P', false)).toBe(false);
  });
});
