// Arranging documents: categories, tags, saved searches and tabs, by pointer and by keyboard alone.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { startProgram } from './program.mjs';

describe('arranging a library', () => {
  let program;
  let page;

  before(async () => {
    program = await startProgram();
    page = await program.open();
  });
  after(() => program.stop());

  const list = (name) => page.getByRole('listbox', { name });
  const option = (name) => list('All documents').getByRole('option', { name });
  const row = (name) => page.getByRole('treeitem', { name });
  const toast = (text) => page.getByRole('region', { name: 'Notifications' }).getByText(text);
  const goToAll = () => page.getByRole('treeitem', { name: /^All documents/ }).click();

  /** Waits for rows of the tree: name and level, from the top. */
  async function treeIs(expected) {
    await page.waitForFunction((wanted) => {
      const rows = [
        ...document.querySelectorAll('[role=tree][aria-label=Categories] [role=treeitem]'),
      ];
      const shown = rows.map(
        (item) => `${item.ariaLevel} ${item.querySelector('.text').textContent}`,
      );
      return wanted.every((line) => shown.includes(line)) && isInOrder(wanted, shown);
      function isInOrder(some, all) {
        const places = some.map((line) => all.indexOf(line));
        return places.every((place, at) => at === 0 || place > places[at - 1]);
      }
    }, expected);
  }

  async function makeCategory(name) {
    await page.keyboard.press('Control+Shift+p');
    await page.keyboard.type('new category');
    await page.getByRole('option', { name: /^New category/ }).waitFor();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New category…' });
    await dialog.getByLabel('Name').fill(name);
    await page.keyboard.press('Enter');
    await toast(`Created category “${name}”`).waitFor();
    await row(new RegExp(`^${name}`)).waitFor();
    await goToAll();
  }

  /** Drags from the middle of one thing to a place in another, as a hand does: in steps. */
  async function drag(from, to, share = 0.5) {
    const start = await from.boundingBox();
    const end = await to.boundingBox();
    await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
    await page.mouse.down();
    await page.mouse.move(start.x + start.width / 2 + 8, start.y + start.height / 2 + 8);
    await page.mouse.move(end.x + end.width / 2, end.y + end.height * share, { steps: 5 });
  }

  it('makes categories by keyboard alone', async () => {
    await makeCategory('Orchard');
    await makeCategory('Pears');
    await treeIs(['1 Orchard', '1 Pears']);
  });

  it('nests a category by dragging it into another, and undoes it', async () => {
    await drag(row(/^Pears/), row(/^Orchard/));
    await page.mouse.up();
    await treeIs(['1 Orchard', '2 Pears']);
    await toast('Moved category “Pears” into “Orchard”').waitFor();
    await page.keyboard.press('Control+z');
    await treeIs(['1 Orchard', '1 Pears']);
  });

  it('changes nothing when a drag is given up with Escape', async () => {
    await drag(row(/^Pears/), row(/^Orchard/), 0.05);
    await page.locator('[data-landing=before]').waitFor();
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await page.locator('[data-landing]').waitFor({ state: 'detached' });
    await treeIs(['1 Orchard', '1 Pears']);
  });

  it('moves and nests categories with Alt and the arrows, and keeps the focus', async () => {
    await row(/^Pears/).focus();
    await page.keyboard.press('Alt+ArrowUp');
    await treeIs(['1 Pears', '1 Orchard']);
    await page.waitForFunction(() => document.activeElement.textContent.includes('Pears'));
    await page.keyboard.press('Alt+ArrowDown');
    await treeIs(['1 Orchard', '1 Pears']);
    await page.waitForFunction(() => document.activeElement.textContent.includes('Pears'));
    await page.keyboard.press('Alt+ArrowRight');
    await treeIs(['1 Orchard', '2 Pears']);
  });

  it('gives a category another name, color and icon', async () => {
    await row(/^Orchard/).focus();
    await page.keyboard.press('F2');
    const dialog = page.getByRole('dialog', { name: 'Edit “Orchard”' });
    await dialog.getByLabel('Name').fill('Fruit');
    await dialog.getByRole('radio', { name: 'Green' }).click();
    await dialog.getByLabel('Search icons').fill('sprout');
    await dialog.getByRole('radio', { name: 'sprout' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await row(/^Fruit/)
      .locator('svg.lucide-sprout')
      .waitFor();
  });

  it('moves a document by dragging it onto a category', async () => {
    await option(/^Welcome/).waitFor();
    await drag(option(/^Welcome/), row(/^Pears/));
    await page.locator('[data-landing=inside]').waitFor();
    await page.mouse.up();
    await toast(/^Moved “Welcome.*to Pears$/).waitFor();
    await row(/^Pears 1$/).waitFor();
  });

  it('selects several documents and moves them by keyboard', async () => {
    await list('All documents').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByRole('heading', { name: '2 selected' }).waitFor();
    await page.keyboard.press('m');
    await page.keyboard.type('fruit');
    await page.getByRole('option', { name: /^Fruit/ }).waitFor();
    await page.keyboard.press('Enter');
    await toast('Moved 2 documents to Fruit').waitFor();
    await row(/^Fruit 2|^Fruit 3/).waitFor();
  });

  it('tags several documents at once, and one undo takes the tag off all of them', async () => {
    await list('All documents').focus();
    await page.keyboard.press('Control+a');
    await page.getByRole('heading', { name: /selected$/ }).waitFor();
    await page.keyboard.press('t');
    await page.keyboard.type('season/autumn');
    await page.keyboard.press('Enter');
    await toast('Added tag “season/autumn”').waitFor();
    await page.keyboard.press('Escape');
    await row(/^season/).waitFor();
    await list('All documents').focus();
    await page.keyboard.press('Control+z');
    await row(/^season/).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
  });

  it('saves a search with the keyboard, edits it, and deletes it with undo', async () => {
    await page.keyboard.press('Control+Shift+F');
    await page.keyboard.type('title:welcome');
    await page.getByRole('listbox', { name: 'Results' }).getByRole('option').first().waitFor();
    await page.keyboard.press('Control+s');
    const dialog = page.getByRole('dialog', { name: 'Save search…' });
    await dialog.getByLabel('Name').fill('Greetings');
    await page.keyboard.press('Enter');
    await toast('Saved search “Greetings”').waitFor();
    await row('Greetings').click();
    await list('Greetings')
      .getByRole('option', { name: /^Welcome/ })
      .waitFor();
    await row('Greetings').focus();
    await page.keyboard.press('F2');
    await page.getByRole('dialog', { name: 'Edit “Greetings”' }).getByLabel('Name').fill('Hellos');
    await page.keyboard.press('Enter');
    await row('Hellos').waitFor();
    await row('Hellos').focus();
    await page.keyboard.press('Delete');
    await row('Hellos').waitFor({ state: 'detached' });
    await toast('Deleted saved search “Hellos”').waitFor();
    await page.keyboard.press('Control+z');
    await row('Hellos').waitFor();
    await goToAll();
  });

  it('marks what a search found where it opens the document', async () => {
    await page.keyboard.press('Control+Shift+F');
    await page.keyboard.type('welcome');
    await page.getByRole('listbox', { name: 'Results' }).getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.cm-searchMatch').first().waitFor();
    await page.keyboard.press('Control+Shift+F');
    await page.keyboard.press('Escape');
    await list('All documents').waitFor();
  });

  it('opens documents beside one another, and comes back to them after a reload', async () => {
    const tabs = page.getByRole('tab');
    await option(/^Welcome/).click();
    await page.getByRole('textbox', { name: /^Text of Welcome/ }).waitFor();
    await list('All documents').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Control+Enter');
    await tabs.nth(1).waitFor();
    const titles = await tabs.allTextContents();
    assert.equal(titles.length, 2);
    await page.reload();
    await tabs.nth(1).waitFor();
    assert.deepEqual(await tabs.allTextContents(), titles);
    await page.keyboard.press('Alt+w');
    await tabs.first().waitFor({ state: 'detached' });
    await page.keyboard.press('Alt+Shift+T');
    await tabs.nth(1).waitFor();
    await drag(tabs.nth(0), tabs.nth(1), 0.5);
    const second = await tabs.nth(1).boundingBox();
    await page.mouse.move(second.x + second.width - 4, second.y + second.height / 2);
    await page.mouse.up();
    await page.waitForFunction(
      (first) => document.querySelectorAll('[role=tab]')[1].textContent === first,
      titles[0],
    );
  });

  it('narrows a list and lets go of it again', async () => {
    await page.getByRole('button', { name: 'Filter' }).click();
    const panel = page.getByRole('dialog', { name: 'Filter' });
    await panel.getByLabel('Favorites').check();
    await page.getByText('Nothing here matches the filters').waitFor();
    await panel.getByRole('button', { name: 'Clear filters' }).click();
    await page.keyboard.press('Escape');
    await option(/^Welcome/).waitFor();
  });

  it('links a mention in another document, and takes the link back', async () => {
    const make = (text) => program.lh('call', 'document.create', JSON.stringify({ text }));
    make('# Quince jam\n\nCook it.\n');
    make('# Kitchen\n\nThere is quince jam, and `quince jam`.\n');
    await page.getByRole('option', { name: /^Quince jam/ }).click();
    await page.getByRole('textbox', { name: 'Text of Quince jam' }).waitFor();
    await page.keyboard.press('Control+j');
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByRole('radio', { name: 'Links' }).click();
    await inspector.getByRole('button', { name: 'Link the mention in “Kitchen”' }).click();
    await page.getByText('Linked “Quince jam” in “Kitchen”').waitFor();
    const text = () => JSON.parse(program.lh('show', 'Kitchen', '--json')).text;
    const linked = '# Kitchen\n\nThere is [[Quince jam|quince jam]], and `quince jam`.\n';
    assert.equal(text(), linked);
    await inspector
      .getByRole('button', { name: /^Link the mention/ })
      .waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await inspector.getByRole('button', { name: 'Link the mention in “Kitchen”' }).waitFor();
    assert.equal(text(), linked.replace('[[Quince jam|quince jam]]', 'quince jam'));
    await page.keyboard.press('Control+j');
  });

  it('has every command in the menu', async () => {
    await page.keyboard.press('F10');
    const group = page.getByRole('menuitem', { name: 'Go', exact: true });
    await group.waitFor();
    await page.keyboard.type('g');
    await page.waitForFunction(() => document.activeElement.textContent.trim() === 'Go');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('menuitem', { name: /^Forward/ }).waitFor();
    await page.keyboard.press('Escape');
    await group.waitFor({ state: 'detached' });
  });

  it('closes a menu with one key, and leaves the pointer to the window', async () => {
    // A page that has shown nothing else yet.
    const fresh = await program.open();
    const rows = fresh.getByRole('listbox', { name: 'All documents' }).getByRole('option');
    const menu = fresh.getByRole('menu');
    for (const open of [
      () => fresh.getByRole('button', { name: 'Sort' }).click(),
      () => rows.first().click({ button: 'right' }),
      () => fresh.getByRole('button', { name: 'Menu', exact: true }).click(),
    ]) {
      await open();
      await fresh.waitForFunction(() => document.activeElement.closest('[role=menu]'));
      await fresh.keyboard.press('Escape');
      await menu.first().waitFor({ state: 'detached' });
      await rows.last().click();
      await rows.last().and(fresh.locator('[aria-selected=true]')).waitFor();
      await rows.first().click();
    }
    await fresh.close();
  });

  it('said nothing wrong on the way', () => {
    assert.deepEqual(program.problems, []);
  });
});
