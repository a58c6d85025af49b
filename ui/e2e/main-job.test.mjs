// The main job of the window, by keyboard: write, find, look back, restore, delete, undo.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { startProgram } from './program.mjs';

describe('the window in a browser', () => {
  let program;
  let page;

  before(async () => {
    program = await startProgram();
    page = await program.open();
  });
  after(() => program.stop());

  const editor = () => page.getByRole('textbox', { name: /^Text of/ });
  const option = (name) => page.getByRole('option', { name });
  const saved = () => page.getByText('Saved', { exact: true }).waitFor();

  async function typeAtEnd(text) {
    await page.keyboard.press('Control+End');
    await page.keyboard.type(text);
  }

  it('writes a document without a mouse, and shows it rendered', async () => {
    await page.keyboard.press('Alt+n');
    await editor().waitFor();
    await page.waitForFunction(() => document.activeElement?.classList.contains('cm-content'));
    await page.keyboard.type('# Harvest\n\nPears and **quinces** in October.');
    await page.getByRole('document', { name: 'Preview' }).getByText('quinces').waitFor();
    await saved();
    await option(/^Harvest/).waitFor();
  });

  it('has the text after a reload', async () => {
    await page.reload();
    await editor().getByText('Pears and').waitFor();
  });

  it('finds the document by a word of its text and opens it at the match', async () => {
    await page.keyboard.press('Control+Shift+F');
    await page.keyboard.type('quinces');
    await page.getByRole('option', { name: /Harvest/ }).waitFor();
    await page.keyboard.press('Enter');
    await editor().getByText('Pears and').waitFor();
    await page.keyboard.press('Control+Shift+F');
    await page.keyboard.press('Escape');
    await page.getByRole('listbox', { name: 'All documents' }).waitFor();
  });

  it('goes to another document and back with the omnibox', async () => {
    await page.keyboard.press('Control+p');
    await page.keyboard.type('welcome');
    await page
      .getByRole('option', { name: /Welcome/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: /^Text of Welcome/ }).waitFor();
    await page.keyboard.press('Alt+ArrowLeft');
    await page.getByRole('textbox', { name: 'Text of Harvest' }).waitFor();
  });

  it('keeps versions, shows what changed, and restores without losing the present', async () => {
    await editor().click();
    await typeAtEnd('\n\nFirst draft.');
    await page.keyboard.press('Control+s');
    await page.getByText('Version saved').waitFor();
    await editor().click();
    await typeAtEnd('\n\nSecond thoughts.');
    await saved();

    await page.keyboard.press('Control+Shift+H');
    const versions = page.getByRole('listbox', { name: 'Versions' });
    await versions
      .getByRole('option', { name: /^Saved/ })
      .first()
      .click();
    await page.getByText('Second thoughts.').first().waitFor();
    await page.getByRole('button', { name: 'Restore this version' }).click();
    await page.getByText(/^Restored version from/).waitFor();

    await page.keyboard.press('Control+Shift+H');
    await editor().getByText('First draft.').waitFor();
    assert.equal(await editor().getByText('Second thoughts.').count(), 0);

    await page.getByRole('button', { name: 'Undo' }).first().click();
    await editor().getByText('Second thoughts.').waitFor();
  });

  it('ticks a task in the preview and writes it back', async () => {
    await editor().click();
    await typeAtEnd('\n\n- [ ] Pick them');
    await saved();
    await page.getByRole('document', { name: 'Preview' }).getByRole('checkbox').click();
    await editor().getByText('- [x] Pick them').waitFor();
  });

  it('moves a document to the trash with one key and brings it back with another', async () => {
    await page.getByRole('listbox', { name: 'All documents' }).focus();
    await option(/^Harvest/).click();
    await page.getByRole('listbox', { name: 'All documents' }).focus();
    await page.keyboard.press('Delete');
    await page.getByText('Moved “Harvest” to Trash').waitFor();
    await option(/^Harvest/).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await option(/^Harvest/).waitFor();
  });

  it('merges what two windows write into one document', async () => {
    const other = await program.open();
    await option(/^Harvest/).click();
    await other.getByRole('option', { name: /^Harvest/ }).click();
    const theirs = other.getByRole('textbox', { name: /^Text of/ });
    await theirs.getByText('Pears and').waitFor();
    await theirs.click();
    await other.keyboard.press('Control+End');
    await other.keyboard.type('\n\nFrom the other window.');
    await editor().getByText('From the other window.').waitFor();
    await other.close();
  });

  it('imports files after saying what it found, and takes them back with one undo', async () => {
    await page.keyboard.press('Control+Shift+p');
    await page.keyboard.type('import');
    await page
      .getByRole('option', { name: /^Import/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.locator('input[type=file]').setInputFiles([
      { name: 'quince.md', mimeType: 'text/markdown', buffer: Buffer.from('# Quince jelly\n') },
      { name: 'medlar.md', mimeType: 'text/markdown', buffer: Buffer.from('# Medlar cheese\n') },
    ]);
    await page.getByRole('button', { name: 'Import 2 documents' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    await option(/^Quince jelly/).waitFor();
    await page.getByText('Imported 2 documents').waitFor();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await option(/^Quince jelly/).waitFor({ state: 'detached' });
  });

  it('completes the title of a document after two brackets', async () => {
    await option(/^Harvest/).click();
    await editor().getByText('Pears and').waitFor();
    await editor().click();
    await typeAtEnd('\n\n[[Welc');
    await page.locator('.cm-tooltip').getByText('Welcome to Longhand').click();
    await editor().getByText('[[Welcome to Longhand]]').waitFor();
    await saved();
  });

  it('said nothing wrong on the way', () => {
    assert.deepEqual(program.problems, []);
  });
});
