// The views beside the sidebar and the settings, as a person goes through them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';

import { startProgram } from './program.mjs';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('the first start', () => {
  let program;
  let page;

  before(async () => {
    program = await startProgram({ greeted: false });
    page = await program.open();
  });
  after(() => program.stop());

  it('greets, and the first letter is two actions away', async () => {
    await page.getByText('Your notes live on this computer.').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.classList.contains('cm-content'));
    await page.keyboard.type('# First words');
    await page
      .getByRole('textbox', { name: /^Text of/ })
      .getByText('First words')
      .waitFor();
    await page.getByText('Saved', { exact: true }).waitFor();
  });

  it('does not greet twice', async () => {
    const other = await program.context.newPage();
    await other.goto(new URL('/', page.url()).href);
    await other.getByRole('listbox', { name: 'All documents' }).waitFor();
    assert.equal(await other.getByText('Your notes live on this computer.').count(), 0);
    await other.close();
  });

  it('said nothing wrong on the way', () => {
    assert.deepEqual(program.problems, []);
  });
});

describe('the views', () => {
  let program;
  let page;

  before(async () => {
    program = await startProgram();
    page = await program.open();
  });
  after(() => program.stop());

  const go = (view) => page.evaluate((hash) => (location.hash = hash), `/${view}`);
  const heading = (name) => page.getByRole('heading', { name, exact: true });
  const button = (name) => page.getByRole('button', { name, exact: true });

  it('take a file in, show it, and delete it only after a question', async () => {
    await go('attachments');
    await page.getByText('No attachments yet').waitFor();
    const chooser = page.locator('input[type=file]');
    await chooser.setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: PIXEL });
    await page.getByRole('button', { name: /^dot\.png/ }).click();
    await page.getByRole('img', { name: 'dot.png' }).waitFor();
    await button('Delete…').click();
    await button('Delete attachment forever').click();
    await page.getByText('No attachments yet').waitFor();
  });

  it('take in what is dropped onto the attachments, and import what is dropped elsewhere', async () => {
    /** Drops a file onto an element, as a file manager does. */
    const drop = (locator, name, type, text) =>
      locator.evaluate(
        (element, [fileName, mediaType, content]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([content], fileName, { type: mediaType }));
          for (const event of ['dragover', 'drop']) {
            const init = { bubbles: true, cancelable: true, dataTransfer };
            element.dispatchEvent(new DragEvent(event, init));
          }
        },
        [name, type, text],
      );
    await drop(page.getByText('No attachments yet'), 'jam.txt', 'text/plain', 'quinces');
    await page.getByRole('button', { name: /^jam\.txt/ }).click();
    await button('Delete…').click();
    await button('Delete attachment forever').click();
    await page.getByText('No attachments yet').waitFor();
    const sidebar = page.getByRole('navigation', { name: 'Sidebar' });
    await drop(sidebar, 'Dropped note.md', 'text/markdown', '# Dropped note\n\nquinces');
    const dialog = page.getByRole('dialog', { name: 'Import documents' });
    await dialog.getByRole('button', { name: 'Import 1 document' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('write an attachment into the open document, where it is used then', async () => {
    const chooser = page.locator('input[type=file]');
    await chooser.setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: PIXEL });
    await page.getByRole('button', { name: /^dot\.png/ }).waitFor();
    await go('lib/all');
    await page.getByRole('option', { name: /^Links and search/ }).click();
    const editor = page.getByRole('textbox', { name: /^Text of Links and search/ });
    await editor.waitFor();
    await go('attachments');
    await page.getByRole('button', { name: /^dot\.png/ }).click();
    await button('Insert into “Links and search”').click();
    await editor.getByText('![dot.png](dot.png)').waitFor();
    await page.getByText('Saved', { exact: true }).waitFor();
    await go('attachments');
    await page.getByRole('button', { name: /^dot\.png.*1 document/ }).waitFor();
  });

  it('make a template of a document and a document of the template', async () => {
    await go('templates');
    await button('Save “Links and search” as template').click();
    await page.getByText('Saved “Links and search” as template').waitFor();
    await button('New document from “Links and search”').click();
    await page
      .getByRole('textbox', { name: /^Text of/ })
      .getByText('Links and search')
      .first()
      .waitFor();
  });

  it('tell what was done, with what was before, and revert it', async () => {
    await go('lib/all');
    await page.getByRole('option', { name: /^A tour of Markdown/ }).click();
    await page.getByRole('textbox', { name: /^Text of A tour/ }).waitFor();
    await page.keyboard.press('Control+Shift+D');
    await go('activity');
    const row = page.getByRole('row', { name: /You Changed.*A tour of Markdown/ }).first();
    await row.waitFor();
    await row.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: /A tour of Markdown/ });
    await dialog.getByRole('row', { name: 'favorite no yes' }).waitFor();
    await dialog.getByRole('button', { name: 'Revert' }).click();
    await page.getByText('Reverted 1 change', { exact: true }).waitFor();
    await page
      .getByRole('row', { name: /A tour of Markdown.*Undone/ })
      .first()
      .waitFor();
  });

  it('filter the activity and export what is left of it', async () => {
    await page.getByRole('combobox', { name: 'Who' }).selectOption({ label: 'Longhand' });
    await page
      .getByRole('row', { name: /You Changed/ })
      .first()
      .waitFor({ state: 'detached' });
    await button('Export').click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Export as CSV' }).click();
    const file = readFileSync(await (await download).path(), 'utf8');
    assert.match(file, /^\uFEFFtime,actor,action/);
    assert.match(file, /,Longhand,create,document,A tour of Markdown,/);
    assert.doesNotMatch(file, /,You,/);
  });

  it('name what goes before room is given back', async () => {
    await go('lib/all');
    await page.getByRole('option', { name: /^A tour of Markdown/ }).click();
    await page.getByRole('listbox', { name: 'All documents' }).focus();
    await page.keyboard.press('Delete');
    await page.getByText('Moved “A tour of Markdown” to Trash').waitFor();
    await go('storage');
    await heading('Largest').waitFor();
    await page.getByRole('button', { name: /^Reclaim/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Reclaim storage' });
    await dialog.getByText('What goes').last().click();
    await dialog.getByText('A tour of Markdown').waitFor();
    await dialog.getByRole('button', { name: /^Delete and reclaim/ }).click();
    await page.getByText(/^Library file compacted from/).waitFor();
  });

  it('list every message, and keep it', async () => {
    await page.getByRole('button', { name: /new notification/ }).click();
    await heading('Notifications').waitFor();
    await page
      .getByRole('list', { name: 'Notifications' })
      .getByText('Saved “Links and search” as template')
      .waitFor();
    await button('Clear all').click();
    await page.getByText('No notifications').waitFor();
  });

  it('find a setting, obey it at once, and put it back', async () => {
    await page.keyboard.press('Control+,');
    await page.getByRole('searchbox', { name: 'Search settings' }).fill('density');
    await page.getByRole('radio', { name: 'Comfortable' }).click();
    await page.waitForFunction(() => document.documentElement.dataset.density === 'comfortable');
    await page.getByRole('searchbox', { name: 'Search settings' }).fill('');
    await page.getByRole('tab', { name: 'Appearance' }).click();
    await button('Reset Appearance').click();
    await page.waitForFunction(() => document.documentElement.dataset.density === 'compact');
  });

  it('give an action other keys, which work and are shown', async () => {
    await page.getByRole('tab', { name: 'Keyboard' }).click();
    await page.getByRole('searchbox', { name: 'Search by name or keys' }).fill('toggle inspector');
    await button('Keys for Toggle inspector').click();
    await page.keyboard.press('Control+Shift+Y');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Ctrl Shift Y').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Shift+Y');
    await page.getByRole('complementary', { name: 'Inspector' }).waitFor();
    await page.keyboard.press('Control+j');
    await page.getByRole('complementary', { name: 'Inspector' }).waitFor();
    await page.keyboard.press('Control+Shift+Y');
    await page.getByRole('complementary', { name: 'Inspector' }).waitFor({ state: 'detached' });
  });

  it('give a command of the editor other keys, and say what they meant', async () => {
    await go('lib/all');
    const first = page.getByRole('option', { name: /^Links and search/ }).first();
    await first.click();
    const editor = page.getByRole('textbox', { name: /^Text of Links and search/ });
    await editor.waitFor();
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Keyboard' }).click();
    const search = page.getByRole('searchbox', { name: 'Search by name or keys' });
    await search.fill('bold');
    await button('Keys for Bold').click();
    await page.keyboard.press('Control+c');
    await page.getByText('Also means: editing text').waitFor();
    await page.keyboard.press('Control+i');
    await page.getByText('Also means: Italic').waitFor();
    await button('Replace').click();
    await page.getByRole('dialog').getByText('Ctrl I').waitFor();
    await page.keyboard.press('Escape');
    await editor.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\n\nquinces');
    await page.keyboard.press('Control+i');
    await editor.getByText('**quinces**').waitFor();
    // Neither the old keys nor the command that lost its keys answer.
    await page.keyboard.press('Control+b');
    await page.keyboard.type(' x');
    assert.match(await editor.textContent(), /\*\*quinces x\*\*/);
    await page.keyboard.press('Control+Shift+?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await help.getByRole('searchbox').fill('bold');
    await help.getByText('Ctrl I').waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
  });

  it('sign another browser in by a link, which closes cleanly', async () => {
    await page.keyboard.press('Control+Shift+p');
    await page.keyboard.type('sign another');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Sign another browser in' });
    const field = dialog.getByRole('textbox', { name: 'Link' });
    await field.waitFor();
    const link = await field.inputValue();
    assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/#token=[0-9a-f]{64}$/);
    const other = await page.context().browser().newContext();
    const signedIn = await other.newPage();
    await signedIn.goto(link);
    await signedIn.getByRole('listbox', { name: 'All documents' }).waitFor();
    await other.close();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('show the secret of a key once, and revoke it after a question', async () => {
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'API keys' }).click();
    await button('New key…').click();
    await page.getByRole('textbox', { name: 'Name' }).fill('backup script');
    await button('Create key').click();
    await page.getByText(/^lh_[0-9a-f]{64}$/).waitFor();
    await button('Done').click();
    assert.equal(await page.getByText(/^lh_[0-9a-f]{64}$/).count(), 0);
    await button('Revoke “backup script”').click();
    await button('Revoke key').click();
    await page.getByText('Revoked “backup script”').first().waitFor();
  });

  it('said nothing wrong on the way', () => {
    assert.deepEqual(program.problems, []);
  });
});
