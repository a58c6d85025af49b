// Every screen, light and dark, in each language, without a violation of WCAG 2.2 AA that a machine
// can find.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { AxeBuilder } from '@axe-core/playwright';

import { startProgram } from './program.mjs';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

describe('accessibility', () => {
  let program;
  let page;
  let conflicted;

  before(async () => {
    program = await startProgram();
    page = await program.open();
    conflicted = await clash();
    await page.getByRole('option').first().click();
    await page.getByRole('textbox').first().waitFor();
  });
  after(() => program.stop());

  /** A document in conflict, in its properties and in its text. */
  async function clash() {
    const secret = program.lh('key', 'create', 'Script', '--access', 'write').trim();
    const text = (words) => `---\ntitle: ${words}\n---\n\nSome ${words} words.\n\nThe end.\n`;
    const made = await program.call(secret, 'document.create', { text: text('old') });
    const { id, hash: baseHash } = made.body.document;
    for (const words of ['their', 'my']) {
      await program.call(secret, 'document.save', { id, text: text(words), baseHash });
    }
    return id;
  }

  async function check() {
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
    assert.deepEqual(found, []);
  }

  const screens = [
    ['a document beside its preview', async () => undefined],
    [
      'the inspector',
      async () => {
        await page.keyboard.press('Control+j');
        return () => page.keyboard.press('Control+j');
      },
    ],
    [
      'the omnibox',
      async () => {
        await page.keyboard.press('Control+p');
        await page.getByRole('combobox').waitFor();
        return () => page.keyboard.press('Escape');
      },
    ],
    [
      'search',
      async () => {
        await page.keyboard.press('Control+Shift+F');
        await page.keyboard.press('Control+a');
        await page.keyboard.type('markdown');
        await page.getByRole('option').first().waitFor();
        return () => page.keyboard.press('Escape');
      },
    ],
    [
      'history',
      async () => {
        await page.keyboard.press('Control+Shift+H');
        await page.locator('[id^="version-"]').first().waitFor();
        return () => page.keyboard.press('Control+Shift+H');
      },
    ],
    [
      'settings',
      async () => {
        await page.keyboard.press('Control+,');
        await page.getByRole('dialog').waitFor();
        return () => page.keyboard.press('Escape');
      },
    ],
  ];

  const views = [
    ['activity', () => page.getByRole('row').nth(1)],
    ['graph', () => page.getByRole('application', { name: /^Graph of/ })],
    ['conflicts', () => page.getByRole('listbox', { name: 'Conflicts' })],
    ['jobs', () => page.getByRole('heading', { name: 'Jobs', exact: true })],
    ['storage', () => page.getByRole('heading', { name: 'Largest' })],
    ['templates', () => page.getByRole('heading', { name: 'Variables' })],
    ['attachments', () => page.getByText('No attachments yet')],
    ['notifications', () => page.getByRole('heading', { name: 'Notifications', exact: true })],
    ['welcome', () => page.getByRole('button', { name: 'Start writing' })],
  ];
  for (const [view, shown] of views) {
    screens.push([
      `the view ${view}`,
      async () => {
        await page.evaluate((hash) => (location.hash = hash), `/${view}`);
        await shown().waitFor();
        return () => page.evaluate(() => (location.hash = '/lib/all'));
      },
    ]);
  }
  for (const look of ['Inline', '3 columns']) {
    screens.push([
      `a conflict, ${look}`,
      async () => {
        await page.evaluate((hash) => (location.hash = hash), `/doc/${conflicted}/conflict`);
        await page.getByRole('radio', { name: look }).click();
        await page.getByRole('region', { name: 'Conflict 2 of 2' }).waitFor();
        return () => page.evaluate(() => (location.hash = '/lib/all'));
      },
    ]);
  }
  for (const section of ['Appearance', 'Editor', 'Files', 'Keyboard', 'API keys', 'About']) {
    screens.push([
      `settings, ${section}`,
      async () => {
        await page.keyboard.press('Control+,');
        await page.getByRole('tab', { name: section, exact: true }).click();
        return () => page.keyboard.press('Escape');
      },
    ]);
  }
  screens.push([
    'the map of the keyboard',
    async () => {
      await page.keyboard.press('F1');
      await page.keyboard.type('keyboard shortcuts');
      await page.getByRole('option', { name: /^Keyboard shortcuts/ }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      return () => page.keyboard.press('Escape');
    },
  ]);

  for (const scheme of ['light', 'dark']) {
    for (const [name, show] of screens) {
      it(`${name}, ${scheme}`, async () => {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        const hide = await show();
        await check();
        await hide?.();
      });
    }
  }
});
