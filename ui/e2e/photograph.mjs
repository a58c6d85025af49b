// Takes a picture of every screen, light and dark, in each language and the invented one, in two
// sizes, with a library that is full, one that is empty, and one that cannot be read:
//
//   LONGHAND_LH=… LONGHAND_CHROMIUM=… node e2e/photograph.mjs OUT [--documents FOLDER]
//     [--languages en,zh,ja,pseudo] [--themes light,dark] [--sizes 1280x800,900x600]
//     [--only PART-OF-A-NAME]
//
// `--documents` brings real Markdown in besides. One picture is OUT/LANGUAGE-THEME-SIZE/NN name.png.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { Person } from './person.mjs';
import { startProgram } from './program.mjs';
import { SAMPLE } from './sample-library.mjs';
import { SCREENS } from './screens.mjs';
import { seed } from './seed.mjs';
import { speakPseudo, words } from './words.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    documents: { type: 'string' },
    languages: { type: 'string', default: 'en,zh,ja,pseudo' },
    themes: { type: 'string', default: 'light,dark' },
    sizes: { type: 'string', default: '1280x800,900x600' },
    only: { type: 'string', default: '' },
  },
});
const [out] = positionals;
if (out === undefined) throw new Error('usage: node e2e/photograph.mjs OUT');

/** What shows something in an empty library, or when a command fails or takes for ever. */
const BARE = /^(list |view |inspector |import$|search before|the end of)/;
const READS = {
  'list all': 'document.list',
  'a document, split': 'document.get',
  'search results': 'search.query',
  history: 'history.list',
  'a conflict, inline': 'conflict.get',
  'view activity': 'activity.list',
  'view graph': 'document.graph',
  'view conflicts': 'conflict.list',
  'view jobs': 'job.list',
  'view proposals': 'proposal.list',
  'view storage': 'library.stats',
  'view templates': 'template.list',
  'view attachments': 'attachment.browse',
};
const FAILURE = {
  error: { code: 'internal', message: 'the disk gave no answer', reference: '7f3a' },
};

/** Opens a window that speaks a language, and takes the pictures of it. */
async function photograph(program, { language, theme, size, ids, name, screens }) {
  const [width, height] = size.split('x').map(Number);
  program.lh(
    'call',
    'settings.set',
    JSON.stringify({ patch: { language: language === 'pseudo' ? 'ja' : language, theme } }),
  );
  const t = words(language);
  const page = await program.open(t('list.all'), t('list.emptyLibrary'));
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  const me = new Person({ page, t, ids, cast: SAMPLE.cast });
  const folder = join(out, `${language}-${theme}-${size}`);
  mkdirSync(folder, { recursive: true });
  for (const [index, [screen, show, state]] of screens.entries()) {
    if (!screen.includes(values.only)) continue;
    const number = String(index + 1).padStart(2, '0');
    await state?.(page);
    // What fails or never comes is photographed as it is then.
    const shown = show(me).catch((error) => {
      if (!state) console.error(`${folder}: ${screen}: ${error.message.split('\n')[0]}`);
    });
    const hide = await (state ? Promise.race([shown, page.waitForTimeout(1_500)]) : shown);
    await page.waitForTimeout(350);
    const file = `${name}${number} ${screen.replaceAll(/[^\w ,-]/g, '')}.png`;
    await page.screenshot({ path: join(folder, file) });
    if (typeof hide === 'function') await hide();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await me.leave().catch(() => undefined);
  }
  await page.close();
}

const failing = (command) => (page) =>
  page.route(`**/v1/rpc/${command}`, (route) =>
    route.fulfill({ status: 500, contentType: 'application/json', body: JSON.stringify(FAILURE) }),
  );
const stalling = (command) => (page) => page.route(`**/v1/rpc/${command}`, () => undefined);

const reading = (state) =>
  SCREENS.filter(([name]) => name in READS).map(([name, show]) => [name, show, state(READS[name])]);

const [full, empty] = [
  await startProgram({ samples: false }),
  await startProgram({ samples: false }),
];
try {
  if (values.documents) full.lh('import', values.documents);
  const { ids } = await seed(full, SAMPLE);
  for (const language of values.languages.split(',')) {
    if (language === 'pseudo') for (const { context } of [full, empty]) await speakPseudo(context);
    for (const theme of values.themes.split(',')) {
      for (const size of values.sizes.split(',')) {
        const how = { language, theme, size, ids };
        await photograph(full, { ...how, name: '', screens: SCREENS });
        const bare = SCREENS.filter(([name]) => BARE.test(name));
        await photograph(empty, { ...how, name: 'empty ', screens: bare });
        await photograph(full, { ...how, name: 'failed ', screens: reading(failing) });
        await photograph(full, { ...how, name: 'loading ', screens: reading(stalling) });
      }
    }
  }
} finally {
  await full.stop();
  await empty.stop();
}
