// What the preview makes of a document, and what a person can do in it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { startProgram } from './program.mjs';

const LONG_LINE = `let text = "${'wide '.repeat(60)}";`;
const SHOW = `# Show

First line of a paragraph
and its second line
and its third.

Text with $x^2$, *强调* and *stress*, a footnote[^1], [out](https://example.com/there) and
[[Welcome to Longhand]].

$$\\begin{matrix} 1 \\undefined$$

> [!WARNING]
> Mind the gap.

\`\`\`rust
${LONG_LINE}
\`\`\`

- [ ] open
- [x] done

| Name | Value |
| --- | --- |
| short | 1 |

| A | B | C |
| - | - | - |
| ${'a'.repeat(60)} | ${'b'.repeat(60)} | ${'c'.repeat(60)} |

\`\`\`mermaid
graph LR
  A --> B
\`\`\`

\`\`\`mermaid
graph LR
  A -->
\`\`\`

![far away](https://example.com/picture.png)

مرحبا بالعالم

[^1]: The note.
`;

describe('the preview', () => {
  let program;
  let page;
  const preview = () => page.getByRole('document', { name: 'Preview' });

  before(async () => {
    program = await startProgram({ files: { 'show.md': SHOW } });
    await program.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    page = await program.open();
    await page.getByRole('option', { name: /^Show/ }).click();
    await preview().getByText('Mind the gap').waitFor();
  });
  after(() => program.stop());

  const styleOf = (locator, name) =>
    locator.evaluate((element, property) => getComputedStyle(element)[property], name);

  it('sets formulas, and shows the source and the reason of one that is wrong', async () => {
    await preview().locator('.katex').first().waitFor();
    const wrong = preview().locator('.math-error');
    await wrong.getByText('Undefined control sequence').waitFor();
    assert.match(await wrong.textContent(), /\\begin\{matrix\}/);
  });

  it('draws a small diagram at its own size, in the colours of either theme', async () => {
    const picture = preview().locator('pre.diagram img');
    await preview().locator('pre[data-mermaid]').first().scrollIntoViewIfNeeded();
    await picture.waitFor();
    const { width, own, room } = await picture.evaluate((image) => ({
      width: image.getBoundingClientRect().width,
      own: Number(image.getAttribute('width')),
      room: image.closest('.block').clientWidth,
    }));
    assert.equal(width, own);
    assert.ok(width < room, `${width} of ${room}`);
    const light = await picture.getAttribute('src');
    await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
    await page.waitForFunction(
      (before) => document.querySelector('pre.diagram img').getAttribute('src') !== before,
      light,
    );
    await page.evaluate(() => (document.documentElement.dataset.theme = 'light'));
  });

  it('shows the source and the reason of a diagram that is wrong', async () => {
    const wrong = preview().locator('pre[data-mermaid]').nth(1);
    await wrong.scrollIntoViewIfNeeded();
    await wrong.locator('.diagram-error').getByText('Parse error').waitFor();
    assert.match(await wrong.textContent(), /graph LR/);
  });

  it('says in a word what a callout is', async () => {
    await preview().getByText('Warning', { exact: true }).waitFor();
  });

  it('slants Latin emphasis only', async () => {
    assert.equal(await styleOf(preview().locator('em').first(), 'fontStyle'), 'normal');
    assert.equal(await styleOf(preview().locator('em').nth(1), 'fontStyle'), 'italic');
  });

  it('lets a paragraph run from right to left', async () => {
    assert.equal(await styleOf(preview().getByText('مرحبا'), 'direction'), 'rtl');
    assert.equal(await styleOf(preview().getByText('Mind the gap'), 'direction'), 'ltr');
  });

  it('scrolls a wide table by itself and keeps the first row of a narrow one in sight', async () => {
    const [narrow, wide] = await preview().locator('.table').all();
    assert.equal(await styleOf(narrow.locator('th').first(), 'position'), 'sticky');
    assert.equal(await wide.getAttribute('tabindex'), '0');
    assert.equal(await styleOf(wide, 'overflowX'), 'auto');
    const page = await preview().evaluate((box) => box.scrollWidth - box.clientWidth);
    assert.equal(page, 0);
  });

  it('copies code', async () => {
    const code = preview().locator('.code').first();
    await code.hover();
    await code.getByRole('button', { name: 'Copy' }).click();
    await code.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), LONG_LINE);
  });

  it('copies a link to a heading', async () => {
    await preview().getByRole('button', { name: 'Copy a link to “Show”' }).click();
    await page.getByText('Copied', { exact: true }).first().waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '[[Show#Show]]');
  });

  it('tells where a link leads before it is followed', async () => {
    const status = page.getByRole('contentinfo');
    await preview().getByRole('link', { name: 'out' }).hover();
    await status.getByText('https://example.com/there').waitFor();
    await preview().getByRole('link', { name: 'Welcome to Longhand' }).focus();
    await status.getByText('Welcome to Longhand').waitFor();
  });

  it('goes to a footnote and back with the keys', async () => {
    const focused = (id) =>
      page.waitForFunction((wanted) => document.activeElement?.id === wanted, id);
    await preview().getByRole('link', { name: 'Footnote 1' }).focus();
    await page.keyboard.press('Enter');
    await focused('h-fn-1');
    await preview().getByRole('link', { name: 'Back to the text' }).focus();
    await page.keyboard.press('Enter');
    await focused('h-fnref-1-1');
  });

  it('loads nothing from other servers, and offers the picture that it left out', async () => {
    await page.getByText(/^1 image on another server/).waitFor();
    await preview()
      .getByRole('button', { name: /far away/ })
      .waitFor();
  });

  it('ticks a task with the keys and stays at its box', async () => {
    const box = preview().getByRole('checkbox', { name: 'open' });
    await box.focus();
    await page.keyboard.press('Space');
    await page
      .getByRole('textbox', { name: /^Text of/ })
      .getByText('- [x] open')
      .waitFor();
    // The box that is focused is a new one once the preview has followed.
    await page.waitForFunction(() => {
      const focused = document.activeElement;
      return focused?.ariaLabel === 'open' && focused.checked === true;
    });
  });

  it('takes the caret to the line that is double-clicked, and marks it', async () => {
    const status = page.getByRole('contentinfo');
    const paragraph = preview().getByText('and its third');
    // The three lines flow into one: the word decides.
    await paragraph.evaluate((element) => {
      const text = element.firstChild;
      const at = text.nodeValue.indexOf('third');
      getSelection().setBaseAndExtent(text, at, text, at + 5);
      element.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    });
    await status.getByText('Ln 5, Col 1').waitFor();
    await preview().locator('.table td', { hasText: 'short' }).dblclick();
    await status.getByText('Ln 24, Col 1').waitFor();
    const [mark, row] = await Promise.all(
      [preview().locator('.caret-mark'), preview().locator('tr', { hasText: 'short' })].map((one) =>
        one.boundingBox(),
      ),
    );
    assert.ok(Math.abs(mark.y - row.y) < 2, `${mark.y} beside ${row.y}`);
    assert.equal(mark.width, 2);
  });

  it('keeps what it showed when a preview fails, and tries again when asked', async () => {
    await page.route('**/v1/rpc/preview.render', (route) => route.abort());
    const text = page.getByRole('textbox', { name: /^Text of/ });
    await text.click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('x');
    const banner = page.getByRole('status').filter({ hasText: 'The preview could not be made' });
    await banner.waitFor();
    await preview().getByText('Mind the gap').waitFor();
    await page.unroute('**/v1/rpc/preview.render');
    await banner.getByRole('button', { name: 'Try again' }).click();
    await banner.waitFor({ state: 'detached' });
    await preview().getByText('x# Show').waitFor();
  });

  it('says so when there is nothing to show', async () => {
    await page.keyboard.press('Alt+n');
    await preview().getByText('Nothing to preview yet.').waitFor();
  });

  it('said nothing wrong on the way', () => {
    const aborted = /net::ERR_FAILED/;
    assert.deepEqual(
      program.problems.filter((problem) => !aborted.test(problem)),
      [],
    );
  });
});
