// The graph of documents that link to each other, drawn and as a list.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { startProgram } from './program.mjs';
import { script } from './seed.mjs';

const FILES = {
  'Harbor.md': '# Harbor\n\nSee [[Lighthouse]], [[Pier]] and [[Tide table]].\n',
  'Lighthouse.md': '# Lighthouse\n\nAbove the [[Harbor]].\n',
  'Pier.md': '# Pier\n\nWood.\n',
  'Tide table.md': '# Tide table\n\nTwice a day.\n',
};

describe('the graph', () => {
  let program;
  let page;

  before(async () => {
    program = await startProgram({ files: FILES, samples: false });
    page = await program.open();
    await page.evaluate(() => (location.hash = '/graph'));
  });
  after(() => program.stop());

  const canvas = () => page.getByRole('application', { name: /^Graph of \d+ documents/ });

  /** How many colours the canvas shows; an empty one has a single one. */
  const colours = () =>
    canvas().evaluate((element) => {
      const { width, height } = element;
      const { data } = element.getContext('2d').getImageData(0, 0, width, height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
  const drawn = () =>
    page.waitForFunction(() => {
      const element = document.querySelector('canvas');
      if (!element || element.width === 0) return false;
      const { data } = element.getContext('2d').getImageData(0, 0, element.width, element.height);
      return data.some((value) => value !== 0);
    });

  it('is drawn, and keys move and zoom it', async () => {
    await canvas().waitFor();
    await drawn();
    assert.ok((await colours()) > 5);
    const picture = () => canvas().evaluate((element) => element.toDataURL());
    const changed = (before) =>
      page.waitForFunction((old) => document.querySelector('canvas').toDataURL() !== old, before);
    await canvas().focus();
    const first = await picture();
    await page.keyboard.press('ArrowRight');
    await changed(first);
    const moved = await picture();
    await page.keyboard.press('+');
    await changed(moved);
    await page.keyboard.press('0');
    await page.waitForFunction(
      (old) => document.querySelector('canvas').toDataURL() === old,
      first,
    );
  });

  it('opens the document that is searched for', async () => {
    await page.getByRole('searchbox', { name: 'Find in graph' }).fill('lighth');
    await canvas().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: /^Text of Lighthouse/ }).waitFor();
  });

  it('is local around the open document', async () => {
    await page.keyboard.press('F1');
    await page.keyboard.type('local graph');
    await page.getByRole('option', { name: /^Local graph/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Lighthouse · 2 documents, 1 link').waitFor();
    await page.getByRole('combobox', { name: 'Depth' }).selectOption({ label: '2 steps' });
    await page.getByText('Lighthouse · 4 documents, 3 links').waitFor();
  });

  it('has a list of the same, whose rows open documents', async () => {
    await page.getByRole('radio', { name: 'List' }).click();
    const grid = page.getByRole('grid', { name: 'Graph' });
    for (const [title, neighbors] of [
      ['Harbor', 3],
      ['Lighthouse', 1],
      ['Pier', 1],
      ['Tide table', 1],
    ]) {
      const row = grid.getByRole('row').filter({ hasText: title });
      assert.equal(await row.getByRole('gridcell').last().textContent(), String(neighbors));
    }
    await grid.getByRole('row').filter({ hasText: 'Pier' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: /^Text of Pier/ }).waitFor();
  });

  it('takes in what another program writes, and says what its colors mean', async () => {
    await page.evaluate(() => (location.hash = '/graph'));
    await page.getByRole('radio', { name: 'Graph' }).click();
    await page.getByText('4 documents, 3 links').waitFor();
    const run = script(program, 'Script', 'write');
    const { category } = await run('category.create', { name: 'Coast', color: '#2B7FD0' });
    const text = '# Ferry\n\nFrom the [[Pier]].\n';
    await run('document.create', { text, tags: ['boat'], category: category.id });
    await page.getByText('5 documents, 4 links').waitFor();
    const colors = page.getByRole('list', { name: 'Colors' });
    await colors.getByRole('listitem').filter({ hasText: 'Inbox' }).getByText('4').waitFor();
    await colors.getByRole('listitem').filter({ hasText: 'Coast' }).getByText('1').waitFor();
  });

  it('is narrowed to a category or a tag that is searched for', async () => {
    await page.getByRole('button', { name: 'Documents: All documents' }).click();
    await page.keyboard.type('boat');
    await page.getByRole('option', { name: /^boat/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Nothing is linked yet').waitFor();
    await page.getByRole('checkbox', { name: 'Without links' }).check();
    await page.getByText('1 document, 0 links').waitFor();
    await page.getByRole('button', { name: 'Documents: #boat' }).click();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Documents: All documents' }).waitFor();
  });

  it('said nothing wrong on the way', () => {
    assert.deepEqual(program.problems, []);
  });
});
