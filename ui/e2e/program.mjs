// Starts the program for a test: a library of its own, the server, a browser that is signed in.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { chromium } from 'playwright-core';

export function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run these tests with \`cargo xtask test\``);
  return value;
}

export function lh(...words) {
  const run = spawnSync(required('LONGHAND_LH'), words, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`lh ${words.join(' ')}: ${run.stderr}`);
  return run.stdout;
}

/** Serves a library and resolves with the one-time link that the program prints. */
export function serve(library, listen = '127.0.0.1:0') {
  const server = spawn(
    required('LONGHAND_LH'),
    ['serve', '--library', library, '--listen', listen],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const link = new Promise((resolve, reject) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      const found = /http:\/\/\S+#token=\w+/.exec(line);
      if (found) resolve(found[0]);
    });
    server.once('exit', (code) => reject(new Error(`lh serve ended with ${String(code)}`)));
  });
  return { server, link };
}

/** Brings files into a library, by name and content. */
function importFiles(library, folder, files) {
  const from = join(folder, 'files');
  mkdirSync(from);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(from, name), content);
  lh('import', '--library', library, from);
}

/**
 * A running program with a new library of sample documents, unless `samples` is false, and of
 * `files` if some are given.
 *
 * The person was greeted already, unless a test is about that: `{ greeted: false }`. `open()` gives a
 * page that is signed in and shows its list, which has another name in another language; what goes
 * wrong in a page is collected in `problems`.
 */
export async function startProgram({ files, greeted = true, samples = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'longhand-e2e-'));
  const library = join(folder, 'library.longhand');
  lh('init', '--library', library, ...(samples ? [] : ['--empty']));
  if (files) importFiles(library, folder, files);
  if (greeted) {
    lh('call', '--library', library, 'settings.set', '{"patch":{"welcome":false}}');
  }
  const { server, link } = serve(library);
  const url = await link;
  const browser = await chromium.launch({
    executablePath: required('LONGHAND_CHROMIUM'),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const problems = [];
  let address = url;

  async function open(list = 'All documents', empty = 'No documents yet') {
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(address);
    // The link signs in one browser, once; from then on the cookie does.
    address = new URL('/', url).href;
    const first = greeted
      ? page.getByRole('listbox', { name: list }).or(page.getByRole('heading', { name: empty }))
      : page.getByRole('button', { name: 'Start writing' });
    await first.waitFor();
    return page;
  }

  async function stop() {
    await browser.close();
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }

  /** Runs a command as a script does, with a key. */
  async function call(secret, command, request) {
    const answer = await fetch(new URL(`/v1/rpc/${command}`, url), {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    return { status: answer.status, body: await answer.json() };
  }

  /** Sends a file as a script does; `query` names it and the document it belongs to. */
  async function upload(secret, query, type, body) {
    const address = new URL(`/v1/attachments?${new URLSearchParams(query)}`, url);
    const headers = { authorization: `Bearer ${secret}`, 'content-type': type };
    const answer = await fetch(address, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`${query.name}: ${await answer.text()}`);
    return answer.json();
  }

  return {
    context,
    library,
    problems,
    open,
    stop,
    call,
    upload,
    lh: (...words) => lh(...words, '--library', library),
  };
}
