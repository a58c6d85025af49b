// What a script proposes over HTTP is seen, accepted, undone and rejected in the window.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { startProgram } from './program.mjs';

describe('proposals', () => {
  let program;
  let page;
  let secret;

  before(async () => {
    program = await startProgram();
    page = await program.open();
    secret = program.lh('key', 'create', 'Agent', '--access', 'propose').trim();
  });
  after(() => program.stop());

  async function propose(command, request) {
    const { status, body } = await program.call(secret, command, request);
    assert.equal(status, 202);
    assert.equal(body.outcome, 'proposed');
  }
  async function document(reference) {
    const { body } = await program.call(secret, 'document.find', { reference });
    return (await program.call(secret, 'document.get', { id: body.id })).body;
  }

  it('appear in the sidebar when a key proposes something, and are shown with what would change', async () => {
    assert.equal(await page.getByRole('treeitem', { name: /Proposals/ }).count(), 0);
    const tour = await document('A tour of Markdown');
    await propose('document.save', {
      id: tour.id,
      baseHash: tour.hash,
      text: `${tour.text}\nA sentence by the agent.\n`,
    });
    await propose('document.create', { text: '# Summary\n\nBy the agent.\n', tags: ['draft'] });
    await page.getByRole('treeitem', { name: /Proposals/ }).click();
    await page.getByRole('option', { name: /A tour of Markdown/ }).waitFor();
    await page.getByText('A sentence by the agent.').waitFor();
  });

  it('are accepted with a key, and an undo lets them wait again', async () => {
    const list = page.getByRole('listbox', { name: 'Proposals' });
    await list.focus();
    await page.keyboard.press('a');
    await page.getByText('Accepted 1 change').waitFor();
    assert.match((await document('A tour of Markdown')).text, /A sentence by the agent/);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('option', { name: /A tour of Markdown/ }).waitFor();
    assert.doesNotMatch((await document('A tour of Markdown')).text, /A sentence by the agent/);
  });

  it('are rejected, and the entry goes with the last one', async () => {
    await page.getByRole('button', { name: 'Reject all 2' }).click();
    await page.getByText('Nothing to review').waitFor();
    await page.getByRole('treeitem', { name: /Proposals/ }).waitFor({ state: 'detached' });
    assert.deepEqual(program.problems, []);
  });
});
