// What is typed while the program is gone: nothing of it is lost.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';

import { chromium } from 'playwright-core';

import { lh, required, serve } from './program.mjs';

/** A port that nobody uses: the browser keeps its journal by address, so both runs need the same. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', resolve));
}

/** A browser of our own, because the library's cannot be killed as a crash would. */
async function startBrowser(profile) {
  const browser = spawn(
    required('LONGHAND_CHROMIUM'),
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
    ],
    // A group of its own, so that the processes it starts are killed with it.
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  const address = await new Promise((resolve, reject) => {
    createInterface({ input: browser.stderr }).on('line', (line) => {
      const found = /DevTools listening on (ws:\S+)/.exec(line);
      if (found) resolve(found[1]);
    });
    browser.once('exit', (code) => reject(new Error(`the browser ended with ${String(code)}`)));
  });
  const connection = await chromium.connectOverCDP(address, { timeout: 120_000 });
  return { browser, context: connection.contexts()[0] };
}

/** Waits until the browser has a text in its journal. */
function kept(page, words) {
  return page.evaluate(async (wanted) => {
    const settled = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open('longhand-unsaved'));
    for (;;) {
      const texts = await settled(database.transaction('texts').objectStore('texts').getAll());
      if (texts.some(({ text }) => text.endsWith(wanted))) break;
    }
    database.close();
  }, words);
}

describe('a program that is killed while someone writes', () => {
  let folder;
  let library;
  let listen;
  /** What runs, with whom to kill for it: a browser is a group of processes. */
  const running = new Map();

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'longhand-recovery-'));
    library = join(folder, 'library.longhand');
    listen = `127.0.0.1:${String(await freePort())}`;
    lh('init', '--library', library);
    lh('call', '--library', library, 'settings.set', '{"patch":{"welcome":false}}');
  });
  after(async () => {
    for (const child of running.keys()) await kill(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  async function start() {
    const { server, link } = serve(library, listen);
    running.set(server, server.pid);
    const { browser, context } = await startBrowser(join(folder, 'browser'));
    running.set(browser, -browser.pid);
    const page = await context.newPage();
    await page.goto(await link);
    await page.getByRole('listbox', { name: 'All documents' }).waitFor();
    return { server, browser, page };
  }

  async function kill(child) {
    const gone = ended(child);
    process.kill(running.get(child), 'SIGKILL');
    await gone;
    running.delete(child);
  }

  it('leaves the text of a tab that is open to that tab', async () => {
    const { server, browser, page } = await start();
    await page.keyboard.press('Alt+n');
    await page.waitForFunction(() => document.activeElement?.classList.contains('cm-content'));
    await page.keyboard.type('# Beside');
    await page.getByText('Saved', { exact: true }).waitFor();
    // What the first tab cannot save is in its journal.
    const fails = (route) => route.abort();
    await page.route('**/v1/rpc/document.save', fails);
    await page.keyboard.type(' typed');
    await page.getByRole('button', { name: 'Not saved — Retry' }).waitFor();
    await kept(page, '# Beside typed');

    const second = await page.context().newPage();
    await second.goto(new URL('/', page.url()).href);
    await second.getByRole('listbox', { name: 'All documents' }).waitFor();
    assert.equal(await second.getByText('Recovered unsaved text').count(), 0);
    assert.equal(lh('show', '--library', library, 'Beside').trim(), '# Beside');
    await page.close();

    // Now it is what a window that is gone has left.
    await second.reload();
    await second.getByText('Recovered unsaved text of “Beside”').waitFor();
    await kill(browser);
    await kill(server);
  });

  it('says in red that the text is not saved, and has it after both were started again', async () => {
    const { server, browser, page } = await start();
    await page.keyboard.press('Alt+n');
    await page.waitForFunction(() => document.activeElement?.classList.contains('cm-content'));
    await page.keyboard.type('# Flood\n\nSaved before.');
    await page.getByText('Saved', { exact: true }).waitFor();

    await kill(server);
    await page.keyboard.type(' Typed after.');
    const failed = page.getByRole('button', { name: 'Not saved — Retry' });
    await failed.waitFor();
    // Typing on does not hide it.
    await page.keyboard.type(' And more.');
    assert.equal(await failed.isVisible(), true);
    await kept(page, 'Saved before. Typed after. And more.');
    await kill(browser);
    assert.equal(lh('show', '--library', library, 'Flood').trim(), '# Flood\n\nSaved before.');

    const again = await start();
    await again.page.getByText('Recovered unsaved text of “Flood”').waitFor();
    await again.page.getByRole('option', { name: /^Flood/ }).click();
    const text = again.page.getByRole('textbox', { name: 'Text of Flood' });
    await text.getByText('Saved before. Typed after. And more.').waitFor();
  });
});
