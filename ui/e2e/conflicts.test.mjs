// Conflicts, from the notice to the history: decided by pointer, by keyboard alone, and in bulk.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { startProgram } from './program.mjs';

const BASE = `# Failover runbook

Read this before anything else.

1. Confirm the primary is unreachable.
2. Page someone.
3. Pause the writers.
4. Promote the replica and wait.
5. Point the pooler.

Last words.
`;
const MINE = BASE.replace('Page someone', 'Page the DBA')
  .replace('replica and wait', 'replica with pg_ctl promote and wait 30 s')
  .replace('Last words', 'Last words, by me');
const THEIRS = BASE.replace('Page someone', 'Page the on-call DBA first')
  .replace('replica and wait', 'replica through Patroni and wait for quorum')
  .replace('before anything', 'twice before anything');

describe('conflicts', () => {
  let program;
  let page;
  let secret;
  let runbook;

  before(async () => {
    program = await startProgram();
    page = await program.open();
    secret = program.lh('key', 'create', 'Script', '--access', 'write').trim();
  });
  after(() => program.stop());

  const button = (name, scope = page) => scope.getByRole('button', { name });
  const place = (n, total) => page.getByRole('region', { name: `Conflict ${n} of ${total}` });
  const toast = (text) => page.getByRole('region', { name: 'Notifications' }).getByText(text);
  const entry = () => page.getByRole('treeitem', { name: /^Conflicts/ });
  const show = (id) => JSON.parse(program.lh('show', id, '--json')).text;
  const editor = (title) => page.getByRole('textbox', { name: `Text of ${title}` });

  async function run(command, request) {
    const { status, body } = await program.call(secret, command, request);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  }

  /** A document that two sides changed: it has their text, and the conflict keeps mine. */
  async function clash(base, mine, theirs) {
    const { document } = await run('document.create', { text: base });
    const { id, hash: baseHash } = document;
    await run('document.save', { id, text: theirs, baseHash });
    const { outcome, conflict } = await run('document.save', { id, text: mine, baseHash });
    assert.equal(outcome, 'conflict');
    return { id, conflict };
  }
  async function texts(document) {
    const { items } = await run('history.list', { document });
    const versions = await Promise.all(
      items.map(({ id: version }) => run('history.get', { version })),
    );
    return versions.map(({ text }) => text);
  }
  const open = async () => (await run('conflict.list', {})).items;

  it('are told of without a dialog, and found from the sidebar', async () => {
    assert.equal(await entry().count(), 0);
    runbook = (await clash(BASE, MINE, THEIRS)).id;
    await toast('1 document is in conflict').waitFor();
    await button('1 conflict').waitFor();
    assert.equal(await page.getByRole('dialog').count(), 0);
    await entry().click();
    await page.getByRole('option', { name: /Failover runbook/ }).click();
    await page.getByText('0 of 2 resolved. 2 other changes merged automatically.').waitFor();
    await page.getByText('Both originals stay in the history.').waitFor();
  });

  it('are decided place by place with the pointer', async () => {
    const save = button('Save merged version');
    assert.equal(await save.isDisabled(), true);
    await place(1, 2).getByText('Page someone').waitFor();
    await button('Keep theirs', place(1, 2)).click();
    await page.getByRole('heading', { name: 'Conflict 1 — kept theirs' }).waitFor();
    await page.getByText('1 conflict left').waitFor();
    assert.equal(await save.isDisabled(), true);
    await button('Keep mine', place(2, 2)).click();
    await page.getByText('0 conflicts left').waitFor();
  });

  it('show the result, and save it as one version with both sides behind it', async () => {
    await button('Preview result').click();
    const preview = page.getByRole('document', { name: 'Preview' });
    await preview.getByText('Promote the replica with pg_ctl promote and wait 30 s.').waitFor();
    await button('Save merged version').click();
    await editor('Failover runbook').getByText('pg_ctl promote').waitFor();
    await toast('Merged “Failover runbook”').waitFor();
    await entry().waitFor({ state: 'detached' });
    const merged = THEIRS.replace('through Patroni', 'with pg_ctl promote')
      .replace('for quorum', '30 s')
      .replace('Last words', 'Last words, by me');
    assert.equal(show(runbook), merged);
    const kept = await texts(runbook);
    for (const text of [BASE, MINE, THEIRS, merged]) assert.ok(kept.includes(text), text);
  });

  it('are open again when that is undone', async () => {
    await button('Undo').click();
    await entry().waitFor();
    await page.getByText('This document was changed in two places at once.').waitFor();
    assert.deepEqual(
      (await open()).map(({ document }) => document),
      [runbook],
    );
    assert.equal(show(runbook), THEIRS);
  });

  it('are decided with the keys alone', async () => {
    await page.keyboard.press('Control+Shift+p');
    await page.keyboard.type('resolve conflict');
    await page.getByRole('option', { name: /^Resolve conflict/ }).waitFor();
    await page.keyboard.press('Enter');
    const focused = (n) =>
      page.waitForFunction(
        (name) => document.activeElement?.ariaLabel === name,
        `Conflict ${n} of 2`,
      );
    await focused(1);
    await page.keyboard.press('F7');
    await focused(2);
    await page.keyboard.press('Shift+F7');
    await focused(1);
    await page.keyboard.press('3');
    await focused(2);
    await page.getByRole('heading', { name: 'Conflict 1 — kept both' }).waitFor();
    await page.keyboard.press('e');
    const field = page.getByRole('textbox', { name: 'Text for conflict 2' });
    await field.waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('4. Promote it.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Conflict 2 — your own words' }).waitFor();
    await page.waitForFunction(
      () => document.activeElement?.textContent.trim() === 'Save merged version',
    );
    await page.keyboard.press('Enter');
    await editor('Failover runbook').getByText('4. Promote it.').waitFor();
    const text = show(runbook);
    assert.match(text, /2\. Page the DBA\.\n2\. Page the on-call DBA first\.\n3\. Pause/);
    assert.match(text, /4\. Promote it\.\n5\. Point the pooler\./);
  });

  it('keep what is decided so far while a person does something else', async () => {
    const { id } = await clash(BASE, MINE, THEIRS);
    await page.evaluate((hash) => (location.hash = hash), `/doc/${id}/conflict`);
    await button('Keep mine', place(1, 2)).click();
    await page.getByText('1 conflict left').waitFor();
    await button('Decide later').click();
    await button('Resolve').click();
    await page.getByRole('heading', { name: 'Conflict 1 — kept mine' }).waitFor();
    // Another program writes elsewhere in the document: the decision still is about the same words.
    const { hash } = await run('document.get', { id });
    const text = `${THEIRS}\nWritten since.\n`;
    await run('document.save', { id, text, baseHash: hash });
    await page.getByText('Written since.').waitFor();
    await page.getByRole('heading', { name: 'Conflict 1 — kept mine' }).waitFor();
    await button('More for this conflict').click();
    await page.getByRole('menuitem', { name: 'Keep theirs for the rest' }).click();
    await page.keyboard.press('Control+Enter');
    await toast('Merged “Failover runbook”').first().waitFor();
    await editor('Failover runbook').waitFor();
    const now = show(id);
    assert.match(now, /Page the DBA/);
    assert.match(now, /through Patroni/);
    assert.match(now, /Written since/);
  });

  it('in properties are a form, where tags of both sides are kept', async () => {
    const front = (title, tags, body) =>
      `---\ntitle: ${title}\ntags: [${tags}]\n---\n\nThe ${body} text.\n`;
    const { id } = await clash(
      front('Plan', 'a', 'old'),
      front('Plan by me', 'a, mine', 'old'),
      front('Plan by them', 'a, theirs', 'old'),
    );
    await page.evaluate((hash) => (location.hash = hash), `/doc/${id}/conflict`);
    const form = page.getByRole('region', { name: 'Properties' });
    await form.getByText('[a, mine, theirs]').waitFor();
    await page.waitForFunction(() => document.activeElement?.type === 'radio');
    await page.keyboard.press('1');
    await page.getByText('0 conflicts left').waitFor();
    assert.equal(await form.getByRole('radio', { name: /Plan by me/ }).isChecked(), true);
    await form.getByRole('radio', { name: /Plan by them/ }).click();
    await button('Save merged version').click();
    await editor('Plan by them').waitFor();
    assert.equal(show(id), front('Plan by them', 'a, mine, theirs', 'old'));
  });

  it('with a deletion keep the document, or let it go to the trash and come back', async () => {
    const { document } = await run('document.create', {
      text: '# Deleted there\n\nEdited here.\n',
    });
    const script = join(import.meta.dirname, 'delete-elsewhere.py');
    const made = spawnSync('python3', [script, program.library, document.id], { encoding: 'utf8' });
    assert.equal(made.status, 0, made.stderr);
    await page.evaluate((hash) => (location.hash = hash), `/doc/${document.id}/conflict`);
    const card = page.getByRole('region', { name: 'Deleted there, edited here' });
    await card.waitFor();
    // It takes its keys at once, without a click.
    await page.waitForFunction(() => document.activeElement?.matches('section[aria-label]'));
    await page.keyboard.press('2');
    await toast('Accepted the deletion of “Deleted there”').waitFor();
    await page.getByText('Everything is merged').waitFor();
    await button('Undo').last().click();
    await page.getByRole('option', { name: /Deleted there/ }).click();
    await card.waitFor();
    await page.keyboard.press('1');
    await editor('Deleted there').waitFor();
    assert.deepEqual(await open(), []);
  });

  it('are decided in bulk after a question, and one undo takes all of it back', async () => {
    for (const name of ['One', 'Two', 'Three']) {
      await clash(`# ${name}\n\nold\n`, `# ${name}\n\nmine\n`, `# ${name}\n\ntheirs\n`);
    }
    await page.evaluate(() => (location.hash = '/conflicts'));
    const list = page.getByRole('listbox', { name: 'Conflicts' });
    await list.getByRole('option').nth(2).waitFor();
    await list.focus();
    await page.keyboard.press(' ');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press(' ');
    await page.getByText('2 selected').waitFor();
    await button('Keep mine for all…').click();
    const dialog = page.getByRole('dialog', { name: 'Keep mine in 2 conflicts' });
    await button('Keep mine', dialog).click();
    await toast('Resolved 2 conflicts').waitFor();
    assert.deepEqual(
      (await open()).map(({ title }) => title),
      ['Three'],
    );
    await button('Undo').last().click();
    await list.getByRole('option').nth(2).waitFor();
    assert.equal((await open()).length, 3);
  });

  it('said nothing wrong on the way', () => {
    assert.deepEqual(program.problems, []);
  });
});
