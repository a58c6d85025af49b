import { expect, it } from 'vitest';

import { wordChanges } from './word-diff';

/** The change as text: `[-was-]` and `{+is+}`. */
function shown(a: string, b: string): string {
  let at = 0;
  let text = '';
  for (const { fromA, toA, fromB, toB } of wordChanges(a, b)) {
    text += a.slice(at, fromA);
    if (toA > fromA) text += `[-${a.slice(fromA, toA)}-]`;
    if (toB > fromB) text += `{+${b.slice(fromB, toB)}+}`;
    at = toA;
  }
  return text + a.slice(at);
}

it.each([
  ['wait 30 s', 'wait 35 s', 'wait [-30-]{+35+} s'],
  ['one cat', 'one cats', 'one [-cat-]{+cats+}'],
  [
    'an internationalization plan',
    'an internationalisation plan',
    'an [-internationalization-]{+internationalisation+} plan',
  ],
  ['a\nb\nc\n', 'a\nc\n', 'a\n[-b\n-]c\n'],
  ['a\n', 'a\nnew line\n', 'a\n{+new line\n+}'],
  // Words that follow each other are one change.
  [
    'keep it very short now ok',
    'keep it quite long now ok',
    'keep it [-very short-]{+quite long+} now ok',
  ],
  ['nothing alike', 'それは違う', '[-nothing alike-]{+それは違う+}'],
  ['明日は東京に行きます。', '明日は大阪に行きます。', '明日は[-東京-]{+大阪+}に行きます。'],
  [
    'a\n\n明日は大阪で売る。\n',
    'a\n\n明日は東京で売る。\n',
    'a\n\n明日は[-大阪-]{+東京+}で売る。\n',
  ],
  ['no end', 'no end\n', 'no end{+\n+}'],
  ['', 'all', '{+all+}'],
  ['same', 'same', 'same'],
])('shows how %j became %j', (a, b, expected) => {
  expect(shown(a, b)).toBe(expected);
  // Whatever is shown, the changes make the one text of the other.
  const made = wordChanges(a, b).reduceRight(
    (text, { fromA, toA, fromB, toB }) =>
      text.slice(0, fromA) + b.slice(fromB, toB) + text.slice(toA),
    a,
  );
  expect(made).toBe(b);
});

it('leaves the paragraphs around a new one as they are', () => {
  const [change, ...others] = wordChanges(
    'the one is here\n\nthe three is here\n',
    'the one is here\n\nthe two is here\n\nthe three is here\n',
  );
  expect(others).toEqual([]);
  expect([change?.fromA, change?.toA]).toEqual([17, 17]);
});

it('takes texts that hold more than can be told apart', () => {
  const many = Array.from({ length: 70_000 }, (_, n) => `line ${n}`).join('\n');
  expect(wordChanges(many, `${many}\nmore`).length).toBeGreaterThan(0);
});
