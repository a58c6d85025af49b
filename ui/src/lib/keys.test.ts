import { describe, expect, it } from 'vitest';

import { chordLabel, matchesChord, type KeyStroke } from './keys';

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
