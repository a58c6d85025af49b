// What a person does in the window, with the program dying in between.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Driver, programs, until } from './driver.mjs';

const EDITOR = '.cm-content';

let driver;
let folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'longhand-window-'));
  driver = await Driver.start();
});

after(async () => {
  await driver.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Asks the command line about a library, which the window may have open. */
function lh(...args) {
  return JSON.parse(execFileSync(programs.commandLine, ['--json', ...args], { encoding: 'utf8' }));
}

async function documents(window) {
  return (await window.rpc('document.list', {})).items;
}

test('a text typed into the window is there after the program was killed', async () => {
  const library = join(folder, 'typed.longhand');
  let window = await driver.open(['--library', library]);
  const known = new Set((await documents(window)).map((item) => item.id));

  await window.press('Start writing');
  const created = await until('a new document', async () =>
    (await documents(window)).find((item) => !known.has(item.id)),
  );
  await window.type(EDITOR, '# Typed by hand\nnaïve 東京 words that must outlive a crash\n');
  const stored = await until('the typed text in the library', async () => {
    const { text } = await window.rpc('document.get', { id: created.id });
    return text.includes('outlive a crash') ? text : null;
  });
  await window.kill();

  assert.equal(lh('--library', library, 'doctor').sound, true);
  window = await driver.open(['--library', library]);
  assert.equal((await window.rpc('document.get', { id: created.id })).text, stored);
  await window.go(`/doc/${created.id}`);
  const shown = await until('the text in the editor', async () => {
    const text = await window.text(EDITOR);
    return text.includes('outlive a crash') ? text : null;
  });
  assert.match(shown, /Typed by hand/);
  assert.match(shown, /naïve 東京/);
  await window.close();
});

test('the window and the command line open the same library unless told otherwise', async () => {
  const window = await driver.open();
  const { library } = await window.rpc('app.about');
  assert.equal(lh('info').path, library.path);
  await window.press('Skip');
  lh('new', '--title', 'From the command line');
  await until('the document made beside the window, in its list', async () =>
    (await window.text('body')).includes('From the command line'),
  );
  await window.close();
});

test('the policy of the packaged page lets the editor style itself and nothing else', async () => {
  const window = await driver.open(['--library', join(folder, 'policy.longhand')]);
  const [first] = await documents(window);
  await window.go(`/doc/${first.id}`);
  await until('the editor', () => window.run(`return !!document.querySelector('${EDITOR}')`));
  // Where the policy forbids run-time styles, the editor's parts stand below one another.
  const display = await window.run(
    'return getComputedStyle(document.querySelector(".cm-scroller")).display',
  );
  assert.equal(display, 'flex');
  const ran = await window.run(`
    const script = document.createElement('script');
    script.textContent = 'window.inlineScriptRan = true';
    document.body.append(script);
    return window.inlineScriptRan === true;`);
  assert.equal(ran, false);
  await window.close();
});

test('the page cannot reach what no capability grants, nor files that nobody chose', async () => {
  const window = await driver.open(['--library', join(folder, 'closed.longhand')]);
  const ask = (command, body) =>
    window.invoke(
      `const done = arguments[arguments.length - 1];
       window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
         .then(() => done('allowed'), (error) => done(JSON.stringify(error)));`,
      command,
      body,
    );
  assert.match(await ask('plugin:window|close', { label: 'main' }), /not allowed/);
  assert.match(await ask('plugin:dialog|open', { options: {} }), /not allowed/);
  assert.match(await ask('plugin:event|emit', { event: 'x', payload: 1 }), /not allowed/);
  assert.match(
    await ask('rpc', {
      name: 'import.scan',
      body: { sources: ['/etc/passwd'] },
      client: 'window-test',
    }),
    /forbidden/,
  );
  assert.match(await ask('open_external', { url: 'file:///etc/passwd' }), /forbidden/);
  await window.run('location.href = "https://example.org/"');
  assert.match(await window.run('return location.href'), /^tauri:\/\/localhost[/#]/);
  await window.close();
});

test('a file and a link that the desktop hands over reach the window', async () => {
  const library = join(folder, 'given.longhand');
  const file = join(folder, 'opened by the desktop.md');
  writeFileSync(file, '# Opened by the desktop\n');
  const window = await driver.open(['--library', library, file]);
  await until('the offer to import the file', async () =>
    (await window.text('[role=dialog]')).includes('Import documents'),
  );
  await window.press('Import 1 document');
  const made = await until('the document of the file', async () =>
    (await documents(window)).find((item) => item.title === 'Opened by the desktop'),
  );
  await window.press('Done');

  // A second start hands its words to the window that is open, and ends.
  const again = (word) => execFileSync(programs.window, ['--library', library, word]);
  again(`longhand://doc/${made.id}?line=1`);
  await until('the document of the link', async () =>
    (await window.text(EDITOR)).includes('Opened by the desktop'),
  );
  again(join(folder, 'nowhere.md'));
  await until('word of a file that is not there', async () =>
    (await window.text('body')).includes('nowhere.md'),
  );
  await window.close();
});
