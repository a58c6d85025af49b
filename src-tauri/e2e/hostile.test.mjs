// Hostile texts, shown in the real window: nothing of them runs, and nothing is fetched.
//
// The corpus is the one that the renderer is tested with. Its texts call home to a host that does not
// exist; here they call a server that counts.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Driver, until } from './driver.mjs';

const CORPUS = new URL('../../crates/markdown/tests/xss_corpus.json', import.meta.url);
const AT_ONCE = 50;

let driver;
let folder;
let window;
let home;
let calls;
let corpus;

before(async () => {
  calls = [];
  home = createServer((request, response) => {
    calls.push(request.url);
    response.end();
  });
  await new Promise((resolve) => home.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${home.address().port}`;
  corpus = JSON.parse(readFileSync(CORPUS, 'utf8')).map(({ name, markdown }) => ({
    name,
    markdown: markdown.replaceAll('https://tracker.invalid', `http://${host}`).replaceAll('tracker.invalid', host),
  }));
  folder = mkdtempSync(join(tmpdir(), 'longhand-hostile-'));
  driver = await Driver.start();
  window = await driver.open(['--library', join(folder, 'hostile.longhand')]);
  await window.patience(120_000);
  await window.run(`
    window.refused = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      window.refused.push(event.effectiveDirective + ' ' + event.blockedURI);
    });`);
});

after(async () => {
  await driver?.stop();
  home?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Fails if anything ran, was refused by the policy only, or left the window. */
async function assertQuiet(where) {
  const state = await window.run(
    'return { ran: window.__xss ?? null, refused: window.refused.splice(0), at: location.href }',
  );
  assert.equal(state.ran, null, `${where}: a script ran`);
  assert.deepEqual(state.refused, [], `${where}: only the policy stood in the way`);
  assert.match(state.at, /^tauri:\/\/localhost[/#]/, `${where}: the window was led away`);
  assert.deepEqual(calls.splice(0), [], `${where}: something was fetched`);
}

/** Runs in the page: shows each text as a document and says which one did something. */
const SHOW = `
  const [texts, done] = arguments;
  const rpc = (name, body) =>
    window.__TAURI_INTERNALS__.invoke('rpc', { name, body, client: 'window-test' });
  const shown = (mark) => new Promise((resolve, reject) => {
    const end = performance.now() + 10000;
    const look = () => {
      const blocks = [...document.querySelectorAll('[data-line-from]')];
      if (blocks.some((block) => block.textContent.includes(mark))) resolve();
      else if (performance.now() > end) reject(new Error(mark + ' was not shown'));
      else setTimeout(look, 5);
    };
    look();
  });
  (async () => {
    for (const { name, markdown, mark } of texts) {
      const { document: made } = await rpc('document.create', { title: mark, text: mark + '\\n\\n' + markdown });
      location.hash = '/doc/' + made.id;
      await shown(mark);
      if (window.__xss !== undefined) return name;
    }
    return null;
  })().then((name) => done({ name }), (error) => done({ error: String(error?.message ?? JSON.stringify(error)) }));`;

test('what watches notices a script and a call home', async () => {
  await window.run(
    `const bait = document.createElement('div');
     bait.innerHTML = '<img src="' + arguments[0] + '" onerror="window.__xss = 1">';
     document.body.append(bait);`,
    `http://127.0.0.1:${home.address().port}/bait`,
  );
  const refused = await until('the policy to refuse both', async () => {
    const list = await window.run('return window.refused');
    return list.length >= 2 ? list : null;
  });
  assert.match(refused.join('\n'), /img-src http/);
  assert.match(refused.join('\n'), /script-src/);
  await window.run('window.refused.length = 0; document.body.lastElementChild.remove()');
  await assertQuiet('after the bait');
});

test('no text of the corpus runs or fetches anything in the preview', async () => {
  const marked = corpus.map((entry, at) => ({ ...entry, mark: `case-${at}-shown` }));
  assert.ok(marked.length >= 100);
  for (let at = 0; at < marked.length; at += AT_ONCE) {
    const part = marked.slice(at, at + AT_ONCE);
    const { name, error } = await window.invoke(SHOW, part);
    assert.equal(error, undefined);
    assert.equal(name, null, 'a script ran');
    await assertQuiet(`${part[0].name} to ${part.at(-1).name}`);
  }
});

test('no title, tag, category or file name of the corpus runs or fetches anything', async () => {
  const lines = corpus.map((entry) => entry.markdown.replaceAll(/[\s\p{C}]+/gu, ' ').trim()).filter(Boolean);
  const titles = lines.filter((line) => line.length <= 200);
  const names = lines.filter((line) => line.length <= 45 && /^[^,#/\\]+$/.test(line));
  assert.ok(titles.length > 50 && names.length > 5, 'the corpus has short texts');
  let category;
  for (const [at, title] of titles.entries()) {
    const { document } = await window.rpc('document.create', { title, text: `shared words ${title}` });
    if (at >= names.length) continue;
    ({ category } = await window.rpc('category.create', { name: `${at} ${names[at]}` }));
    const patch = { category: category.id, tags: [names[at].replaceAll(/[^\p{L}\p{N}<>="'();:.-]/gu, '')] };
    await window.rpc('document.update', { ids: [document.id], patch }).catch(() => undefined);
    await window.invoke(
      `const [document, name, done] = arguments;
       window.__TAURI_INTERNALS__
         .invoke('upload', new TextEncoder().encode('bytes'), { headers: { document, name } })
         .then(() => done(), () => done());`,
      document.id,
      encodeURIComponent(`${names[at]}.png`),
    );
  }
  for (const route of ['/lib/all', `/cat/${category.id}`, '/search?q=shared%20words', '/lib/recent']) {
    await window.go(route);
    await until(`the list of ${route}`, () =>
      window.run('return document.querySelectorAll("[role=option], [role=row], [role=listitem]").length > 0'),
    );
    await assertQuiet(route);
  }
});
