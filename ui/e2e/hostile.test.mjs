// Hostile texts in a real Chromium: nothing of them runs, and nothing is fetched.
//
// The corpus is the one that the renderer is tested with. Its texts call home to a host that does not
// exist; here they call a server that counts.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';

import { startProgram } from './program.mjs';

const CORPUS = new URL('../../crates/markdown/tests/xss_corpus.json', import.meta.url);

describe('hostile texts in a browser', () => {
  let program;
  let page;
  let home;
  let corpus;
  const calls = [];

  before(async () => {
    home = createServer((request, response) => {
      calls.push(request.url);
      response.end();
    });
    await new Promise((resolve) => home.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${home.address().port}`;
    corpus = JSON.parse(readFileSync(CORPUS, 'utf8')).map(({ name, markdown }) => ({
      name,
      markdown: markdown
        .replaceAll('https://tracker.invalid', `http://${host}`)
        .replaceAll('tracker.invalid', host),
    }));
    program = await startProgram();
    page = await program.open();
    await page.evaluate(() => {
      window.refused = [];
      document.addEventListener('securitypolicyviolation', (event) => {
        window.refused.push(`${event.effectiveDirective} ${event.blockedURI}`);
      });
    });
  });
  after(async () => {
    await program?.stop();
    home?.close();
  });

  const rpc = (name, body) =>
    page.evaluate(
      async ([name, body]) => {
        const response = await fetch(`/v1/rpc/${name}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        const answer = await response.json();
        if (!response.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
        return answer;
      },
      [name, body],
    );
  const go = (route) => page.evaluate((route) => (location.hash = route), route);

  /** Fails if anything ran, was refused by the policy only, or left the page. */
  async function assertQuiet(where) {
    const state = await page.evaluate(() => ({
      ran: window.__xss ?? null,
      refused: window.refused.splice(0),
    }));
    assert.equal(state.ran, null, `${where}: a script ran`);
    assert.deepEqual(state.refused, [], `${where}: only the policy stood in the way`);
    assert.deepEqual(calls.splice(0), [], `${where}: something was fetched`);
  }

  it('would be noticed', async () => {
    await page.evaluate((url) => {
      const bait = document.createElement('div');
      bait.innerHTML = `<img src="${url}" onerror="window.__xss = 1">`;
      document.body.append(bait);
    }, `http://127.0.0.1:${home.address().port}/bait`);
    await page.waitForFunction(() => window.refused.length >= 2);
    const refused = await page.evaluate(() => window.refused.splice(0).join(' '));
    assert.match(refused, /img-src http/);
    assert.match(refused, /script-src/);
    await page.evaluate(() => document.body.lastElementChild.remove());
    await assertQuiet('after the bait');
  });

  it('runs and fetches nothing in the preview', async () => {
    assert.ok(corpus.length >= 100);
    for (const [at, { name, markdown }] of corpus.entries()) {
      const mark = `case-${at}-shown`;
      const text = `${mark}\n\n${markdown}`;
      const made = await rpc('document.create', { title: mark, text });
      await go(`/doc/${made.document.id}`);
      await page.waitForFunction(
        (mark) =>
          [...document.querySelectorAll('[data-line-from]')].some((block) =>
            block.textContent.includes(mark),
          ),
        mark,
      );
      await assertQuiet(name);
    }
  });

  it('runs and fetches nothing in titles, categories and results', async () => {
    const lines = corpus
      .map(({ markdown }) => markdown.replaceAll(/[\s\p{C}]+/gu, ' ').trim())
      .filter((line) => line !== '' && line.length <= 200);
    const names = lines.filter((line) => line.length <= 45 && /^[^,#/\\]+$/.test(line));
    assert.ok(lines.length > 50 && names.length > 5, 'the corpus has short texts');
    for (const [at, title] of lines.entries()) {
      const { document } = await rpc('document.create', { title, text: `shared words ${title}` });
      const name = names[at];
      if (name === undefined) continue;
      const { category } = await rpc('category.create', { name: `${at} ${name}` });
      await rpc('document.update', { ids: [document.id], patch: { category: category.id } });
    }
    for (const route of ['/lib/all', '/search?q=shared%20words', '/lib/recent']) {
      await go(route);
      await page.getByRole('option').nth(3).waitFor();
      await assertQuiet(route);
    }
  });
});
