// Every screen in a language that nobody speaks: longer than English, accented and in brackets. What
// is not in it was written into the code, and what does not fit will not fit in German either.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { findFaults } from './look.mjs';
import { Person } from './person.mjs';
import { startProgram } from './program.mjs';
import { LETTERLESS } from './sample-library.mjs';
import { SCREENS } from './screens.mjs';
import { seed } from './seed.mjs';
import { speakPseudo, words } from './words.mjs';

// What is the same in every language: names of the program and its parts, of keys and units, of files
// and their ends of lines, ids, and what is written in queries and templates.
const NAMES = [
  'Longhand',
  'Markdown',
  'Obsidian',
  'GitHub',
  'English',
  'Ctrl',
  'Shift',
  'Alt',
  'Enter',
  'Esc',
  'Tab',
  'Space',
  'Delete',
  'Home',
  'End',
  'F\\d+',
  'kB',
  'MB',
  'GB',
  'Inter',
  'JetBrains Mono',
  'LF',
  'px',
  'image/png',
  // Fields and commands, as the activity and scripts call them.
  'language',
  'document\\.[a-z]+',
  '[a-z]+[A-Z][A-Za-z]*',
  // The program itself speaks English: what it calls a job, and why it refused something.
  'Look at an import',
  'the file is not UTF-8',
  'The query cannot be read at .*',
  'byte',
  'KB',
  '\\.(?:md|png)',
  '[0-9a-f]+(?:-[0-9a-f]+){4}',
  'lh_\\S+',
  '\\S*library(?:\\.longhand)?',
  '(?:tag|title|category|is|has|after|before|in):\\S*',
  '\\{\\{\\w+\\}\\}',
];
const SIZES = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
];

describe('the invented language', () => {
  let program;
  let me;
  let wasUsed;

  before(async () => {
    program = await startProgram({ samples: false });
    const pseudo = await speakPseudo(program.context);
    ({ wasUsed } = pseudo);
    const { run, ids } = await seed(program, LETTERLESS);
    await run('settings.set', { patch: { language: pseudo.language } });
    const t = words('pseudo');
    const page = await program.open(t('list.all'));
    await page.emulateMedia({ reducedMotion: 'reduce' });
    me = new Person({ page, t, ids, cast: LETTERLESS.cast });
  });
  after(() => program.stop());

  for (const size of SIZES) {
    describe(`at ${size.width} × ${size.height}`, () => {
      before(() => me.page.setViewportSize(size));
      for (const [name, show] of SCREENS) {
        it(name, async () => {
          let hide;
          try {
            hide = await show(me);
            const own = { own: '⟦', names: NAMES };
            assert.deepEqual(await me.page.evaluate(findFaults, own), []);
          } finally {
            await hide?.();
            await me.leave();
          }
        });
      }
    });
  }

  it('was spoken, and said nothing wrong on the way', () => {
    assert.ok(wasUsed());
    // One document is not there, and one query cannot be read.
    const wanted = /status of 40[04]/;
    assert.deepEqual(
      program.problems.filter((problem) => !wanted.test(problem)),
      [],
    );
  });
});
