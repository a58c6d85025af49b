// The history of a document: any two versions side by side, what changed, and what is gone.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { startProgram } from './program.mjs';

const TEXTS = [
  '# Jam\n\nCook it for 30 min.\n\nStir.\n',
  '# Jam\n\nCook it for 35 min.\n\nStir.\n',
  '# Jam\n\nCook it for 35 min.\n\nStir.\n\nThen fill the jars.\n',
  '# Jam\n\nCook it for 40 min.\n\nStir.\n\nThen fill the jars.\n',
  '# Jam\n\nCook it for 40 min.\n\nStir.\n\nThen fill clean jars.\n\n明日は大阪で売る。\n',
  '# Jam\n\nCook it for 40 min.\n\nStir.\n\nThen fill clean jars.\n\n明日は東京で売る。\n',
];

describe('the history of a document', () => {
  let program;
  let page;
  let id;

  before(async () => {
    program = await startProgram();
    await program.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    page = await program.open();
    const secret = program.lh('key', 'create', 'Script', '--access', 'write').trim();
    const run = async (command, request) => {
      const { status, body } = await program.call(secret, command, request);
      assert.equal(status, 200, JSON.stringify(body));
      return body;
    };
    const made = await run('document.create', { text: TEXTS[0] });
    id = made.document.id;
    let baseHash = made.document.hash;
    for (const text of TEXTS.slice(1)) {
      const saved = await run('document.save', { id, text, baseHash, kind: 'explicit' });
      baseHash = saved.hash;
    }
    const script = join(import.meta.dirname, 'thin-version.py');
    const thinned = spawnSync('python3', [script, program.library, id, '1', '2'], {
      encoding: 'utf8',
    });
    assert.equal(thinned.status, 0, thinned.stderr);
    await page.evaluate((hash) => (location.hash = hash), `/doc/${id}/history`);
    await versions().getByRole('option').first().waitFor();
  });
  after(() => program.stop());

  const versions = () => page.getByRole('listbox', { name: 'Versions' });
  const option = (n) => versions().getByRole('option').nth(n);
  const button = (name) => page.getByRole('button', { name, exact: true });
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  const selected = (n) =>
    page.waitForFunction(
      (at) => document.querySelectorAll('[role=option][id^=version-]')[at]?.ariaSelected === 'true',
      n,
    );
  /** The words that are marked, of what went and of what came. */
  const marked = async () => ({
    went: await page.locator('.diff .cm-deletedText').allTextContents(),
    came: await page.locator('.diff .cm-changedText').allTextContents(),
  });
  async function shows(expected) {
    const until = Date.now() + 10_000;
    let found;
    do {
      found = await marked();
      if (JSON.stringify(found) === JSON.stringify(expected)) return;
      await page.evaluate(() => new Promise(requestAnimationFrame));
    } while (Date.now() < until);
    assert.deepEqual(found, expected);
  }

  it('says how many versions were thinned, and where', async () => {
    assert.equal(await versions().getByRole('option').count(), TEXTS.length - 2);
    assert.deepEqual(await page.getByText('2 versions thinned').count(), 1);
    await page.locator('#' + (await option(2).getAttribute('aria-describedby'))).waitFor();
  });

  it('marks the words that changed, whole, in every script', async () => {
    await versions().focus();
    await button('Since before')
      .or(page.getByRole('radio', { name: 'Since before' }))
      .click();
    await shows({ went: ['大阪'], came: ['東京'] });
  });

  it('compares any two versions with the keys', async () => {
    await versions().focus();
    await page.keyboard.press('Home');
    await selected(0);
    await page.keyboard.press(' ');
    await page.getByText(/^Choose the version to compare/).waitFor();
    await page.keyboard.press('End');
    await selected(3);
    await page.getByText('Change 1 of 2').waitFor();
    await page.keyboard.press('F7');
    await page.getByText('Change 2 of 2').waitFor();
    await button('Copy what came').click();
    await page.getByText('Copied').first().waitFor();
    assert.equal((await clipboard()).trim(), 'Then fill clean jars.\n\n明日は東京で売る。');
    await button('Previous change').click();
    await page.getByText('Change 1 of 2').waitFor();
    await button('Copy what went').click();
    await page.waitForFunction(
      async () => (await navigator.clipboard.readText()) === 'Cook it for 30 min.',
    );
  });

  it('compares two versions with the pointer, and puts the older one first', async () => {
    await option(3).click();
    await option(2).click({ modifiers: ['ControlOrMeta'] });
    await page.getByText('Change 1 of 2').waitFor();
    await shows({ went: ['30'], came: ['40', 'Then fill the jars.'] });
    await versions().focus();
    await page.keyboard.press('Escape');
    await page.getByRole('radio', { name: 'To now', checked: true }).waitFor();
  });

  it('copies the text of a version', async () => {
    await versions().focus();
    await page.keyboard.press('End');
    await selected(3);
    await page.keyboard.press('c');
    await page.waitForFunction(
      async (text) => (await navigator.clipboard.readText()) === text,
      TEXTS[0],
    );
  });

  it('keeps a name, which tells the version from the others', async () => {
    await button('Name this version…').click();
    await page.getByRole('textbox', { name: 'Name' }).fill('As it began');
    await button('Save').click();
    await versions()
      .getByRole('option', { name: /^As it began/ })
      .waitFor();
    await page.locator('.sides').getByText('As it began').waitFor();
  });

  it('said nothing wrong on the way', () => {
    assert.deepEqual(program.problems, []);
  });
});
