// Writing: what the keys, the menus and the clipboard do to the text.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';

import { startProgram } from './program.mjs';

describe('the editor in a browser', () => {
  let program;
  let page;

  before(async () => {
    program = await startProgram();
    await program.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    page = await program.open();
  });
  after(() => program.stop());
  // What one test leaves open is not in the way of the next.
  afterEach(() => page.keyboard.press('Escape'));

  const editor = () => page.getByRole('textbox', { name: /^Text of/ });
  const status = () => page.getByRole('contentinfo', { name: 'Status' });

  /** Types keys and texts: a name in angle brackets is a key. */
  async function type(...parts) {
    for (const part of parts) {
      const key = /^<(.+)>$/.exec(part)?.[1];
      if (key) await page.keyboard.press(key);
      else await page.keyboard.type(part);
    }
  }

  /** Asks for a new document and waits for its editor: the one before has the same name. */
  async function newDocument() {
    const before = await page.locator('.cm-content').elementHandles();
    await type('<Alt+n>');
    for (const element of before) {
      await page.waitForFunction((old) => !old.isConnected, element);
    }
    await page.waitForFunction(() => document.activeElement?.classList.contains('cm-content'));
  }

  /** A new document with this text, and the caret at its end. */
  async function write(text = '') {
    await newDocument();
    if (text !== '') await page.keyboard.insertText(text);
    await type('<Control+End>');
  }

  /** Waits until a menu of completions takes keys: it does not in its first 75 ms. */
  async function menu(name) {
    const options = page.locator('.cm-tooltip-autocomplete li');
    await options.getByText(name).first().waitFor();
    const opened = await page.evaluate(() => performance.now());
    await page.waitForFunction((since) => performance.now() - since > 100, opened);
  }

  const shownText = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('.cm-content > .cm-line')]
        .map((line) => line.textContent)
        .join('\n'),
    );

  /** Waits until the lines on the screen are these. */
  async function expectText(expected) {
    try {
      await page.waitForFunction(
        (wanted) =>
          [...document.querySelectorAll('.cm-content > .cm-line')]
            .map((line) => line.textContent)
            .join('\n') === wanted,
        expected,
        { timeout: 10_000 },
      );
    } catch {
      assert.equal(await shownText(), expected);
    }
  }

  /** Pastes as a browser would: with every flavour that is given. */
  async function paste(flavours, picture) {
    await page.evaluate(
      ([entries, image]) => {
        const data = new DataTransfer();
        for (const [type, value] of entries) data.setData(type, value);
        if (image) {
          const bytes = Uint8Array.from(atob(image), (sign) => sign.charCodeAt(0));
          data.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
        }
        const event = new ClipboardEvent('paste', {
          clipboardData: data,
          bubbles: true,
          cancelable: true,
        });
        document.querySelector('.cm-content').dispatchEvent(event);
      },
      [Object.entries(flavours), picture],
    );
  }

  const rpc = (name, request) =>
    page.evaluate(
      async ([path, body]) => {
        const headers = { 'Content-Type': 'application/json' };
        const answer = await fetch(path, { method: 'POST', headers, body });
        return answer.json();
      },
      [`/v1/rpc/${name}`, JSON.stringify(request)],
    );

  async function command(words, name) {
    await type('<Control+Shift+p>', words);
    await page.getByRole('option', { name }).first().click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  it('gives a new document what is typed before it is there', async () => {
    await write('the one before');
    await type('<Alt+n>', '# Quick', '<Enter>', 'typist');
    await page.getByRole('option', { name: /^Quick/ }).waitFor();
    await expectText('# Quick\ntypist');
    await page.getByRole('option', { name: /^the one before/ }).click();
    await expectText('the one before');
  });

  it('continues lists, indents their items and keeps the numbers in order', async () => {
    await write();
    await type('1. one', '<Enter>', 'two', '<Enter>', 'three', '<ArrowUp>', '<Tab>');
    await expectText('1. one\n   1. two\n2. three');
    await type('<Shift+Tab>', '<Alt+ArrowUp>');
    await expectText('1. two\n2. one\n3. three');
    await type('<Control+End>', '<Enter>', '<Enter>', 'text');
    await expectText('1. two\n2. one\n3. three\ntext');
  });

  it('marks a word, makes headings and tasks, and takes them back', async () => {
    await write('some words');
    await type('<Control+b>');
    await expectText('some **words**');
    await type('<Control+b>', '<Control+2>');
    await expectText('## some words');
    await type('<Control+2>', '<Control+Shift+9>', '<Control+Enter>');
    await expectText('- [x] some words');
  });

  it('moves between the cells of a table and lines it up when it is left', async () => {
    await write('|a|b|\n|-|-|\n|1|2|\n\nend');
    await type('<Control+Home>', '<ArrowDown>', '<ArrowDown>', '<End>', '<Tab>');
    await type('longer', '<Tab>', '3', '<Control+End>');
    await expectText(
      '| a      | b   |\n| ------ | --- |\n| 1      | 2   |\n| longer | 3   |\n\nend',
    );
  });

  it('adds a column from the palette, which says outside of a table why it cannot', async () => {
    await type('<Control+Shift+p>', 'add column after');
    const option = page.getByRole('option', { name: /^Add column after/ });
    await option.getByText('Needs the caret in a table').waitFor();
    assert.equal(await option.getAttribute('aria-disabled'), 'true');
    await type('<Enter>');
    assert.equal(await option.isVisible(), true);
    await type('<Escape>', '<Control+Home>');
    await command('add column after', /^Add column after/);
    await page.waitForFunction(() => document.activeElement?.classList.contains('cm-content'));
    await type('new', '<Control+End>');
    await expectText(
      '| a      | new | b   |\n| ------ | --- | --- |\n| 1      |     | 2   |\n| longer |     | 3   |\n\nend',
    );
  });

  it('shows the keys of an editor command in the palette', async () => {
    await type('<Control+Shift+p>', 'inline code');
    const option = page.getByRole('option', { name: /Inline code/ });
    await option.getByText('Ctrl Shift C').waitFor();
    await type('<Escape>');
  });

  it('inserts a block from the menu after a slash', async () => {
    await write();
    await type('/tas');
    await menu('Task');
    await type('<Enter>', 'buy quinces');
    await expectText('- [ ] buy quinces');
    await type('<Enter>', '<Enter>', '/todo', '<Enter>', 'faster than the menu');
    await expectText('- [ ] buy quinces\n- [ ] faster than the menu');
  });

  it('lists the headings, and writes a badge whose parts are filled in', async () => {
    await write('# Jam\n\n## Fruit\n\n### Quinces\n\n## Jars\n\n');
    await type('/toc');
    await menu('Table of contents');
    await type('<Enter>');
    await expectText(
      '# Jam\n\n## Fruit\n\n### Quinces\n\n## Jars\n\n' +
        '- [Fruit](#fruit)\n  - [Quinces](#quinces)\n- [Jars](#jars)',
    );
    await write();
    await type('/badge');
    await menu('Badge');
    await type('<Enter>', 'jam', '<Tab>', 'cooked');
    await expectText('![jam: cooked](https://img.shields.io/badge/jam-cooked-blue)');
  });

  it('completes emoji, and the headings of another document', async () => {
    await write();
    await type('party :tada');
    await menu('tada');
    await type('<Enter>');
    await expectText('party 🎉');
    await type(' :german');
    await menu('germany');
    await type('<Enter>');
    await expectText('party 🎉 🇩🇪');
    await type('<Enter>', '[[Welcome to Longhand#');
    await menu(/./);
    const heading = await page.locator('.cm-tooltip-autocomplete li').first().textContent();
    await type('<Enter>');
    await expectText(`party 🎉 🇩🇪\n[[Welcome to Longhand#${heading}]]`);
  });

  it('pastes a page as Markdown, without what runs, and as plain text inside code', async () => {
    await write();
    const html =
      '<h2>Jam</h2><ul><li><b>Quinces</b></li><li><a href="javascript:x()">cook</a></li></ul>';
    await paste({ 'text/html': html, 'text/plain': 'Jam Quinces cook' });
    await expectText('## Jam\n\n- **Quinces**\n- cook');
    await type('<Enter>', '<Enter>', '```', '<Enter>');
    await paste({ 'text/html': html, 'text/plain': 'Jam in code' });
    await editor().getByText('Jam in code').waitFor();
  });

  it('pastes the cells of a spreadsheet as a table, not as a picture of them', async () => {
    await write();
    const picture = Buffer.from('not looked at').toString('base64');
    await paste({ 'text/plain': 'name\tprice\nquince|pear\t3\n' }, picture);
    await expectText(
      '| name         | price |\n| ------------ | ----- |\n| quince\\|pear | 3     |',
    );
  });

  it('pastes plain text with Ctrl+Shift+V and an address over a selection as a link', async () => {
    await write('site');
    await page.keyboard.down('Control');
    await page.keyboard.down('Shift');
    await page.evaluate(() =>
      document
        .querySelector('.cm-content')
        .dispatchEvent(
          new KeyboardEvent('keydown', { key: 'V', ctrlKey: true, shiftKey: true, bubbles: true }),
        ),
    );
    await paste({ 'text/plain': ' plain', 'text/html': '<h1>plain</h1>' });
    await page.keyboard.up('Shift');
    await page.keyboard.up('Control');
    await expectText('site plain');
    await type('<Control+Home>', '<Control+Shift+ArrowRight>', '<Shift+ArrowLeft>');
    await type('<Home>', '<Shift+ArrowRight>', '<Shift+ArrowRight>', '<Shift+ArrowRight>');
    await type('<Shift+ArrowRight>');
    await paste({ 'text/plain': 'https://example.org' });
    await expectText('[site](https://example.org) plain');
  });

  it('keeps a pasted picture as an attachment and shows it', async () => {
    const pixel =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    await write();
    await paste({}, pixel);
    await editor()
      .getByText(/^!\[image.*\.png\]\(image.*\.png\)$/)
      .waitFor();
    await page.getByRole('document').getByRole('img').waitFor();
    assert.equal(await page.locator('.cm-chip').count(), 0);
  });

  it('finds, counts and replaces, and takes a replacement back at once', async () => {
    await write('pear apple Pear pearl\npear');
    await type('<Control+Home>', '<Control+f>', 'pear');
    const find = page.getByRole('search', { name: 'Find in document' });
    await find.getByText('4 found').waitFor();
    await type('<Enter>');
    await find.getByText('1 of 4').waitFor();
    await type('<F3>');
    await find.getByText('2 of 4').waitFor();
    await type('<Alt+w>');
    await find.getByText('3 found').or(find.getByText('2 of 3')).waitFor();
    await type('<Alt+c>');
    await find.getByText('2 found').waitFor();
    await type('<Control+h>');
    await find.getByRole('textbox', { name: 'Replace with' }).fill('plum');
    await find.getByRole('button', { name: 'Replace all' }).click();
    await expectText('plum apple Pear pearl\nplum');
    await type('<Escape>', '<Control+z>');
    await expectText('pear apple Pear pearl\npear');
  });

  it('finds by a pattern, and only in the selection where that is asked', async () => {
    await write('a1 a2\na3 a4');
    await type('<Control+Home>', '<Shift+End>', '<Control+f>');
    const find = page.getByRole('search', { name: 'Find in document' });
    await find.getByRole('button', { name: /^In selection/ }).click();
    await find.getByRole('button', { name: /^Regular expression/ }).click();
    await find.getByRole('textbox', { name: 'Find' }).fill('a\\d');
    await find.getByText('2 found').waitFor();
    await find.getByRole('textbox', { name: 'Find' }).fill('a(');
    await find.getByText('Not a valid pattern').waitFor();
    await find.getByRole('textbox', { name: 'Find' }).fill('');
    await find.getByRole('button', { name: 'Close' }).click();
    await page.waitForFunction(() => document.activeElement?.classList.contains('cm-content'));
  });

  it('has the focus in the find panel when the palette opened it', async () => {
    await command('find in', /^Find in document/);
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Find');
    await type('<Escape>');
  });

  it('goes to a line and folds everything', async () => {
    await write('# One\n\ntext\n\n# Two\n\nmore');
    await type('<Control+g>', '5', '<Enter>');
    await status().getByText('Ln 5, Col 1').waitFor();
    await command('fold all', /^Fold all/);
    await expectText('# One…\n\n# Two…');
    await command('unfold all', /^Unfold all/);
    await expectText('# One\n\ntext\n\n# Two\n\nmore');
  });

  it('counts the words and characters of the text and of the selection', async () => {
    await write('two words\n日本語 👩‍👩‍👧');
    await status().getByText('5 words', { exact: true }).waitFor();
    await type('<Control+Home>', '<Shift+End>');
    await status().getByText('2 words selected').click();
    await status().getByText('9 characters selected').waitFor();
    await editor().click();
    await status().getByText('14 characters', { exact: true }).click();
    await status().getByText('1 min').click();
  });

  it('leaves composing to the input method', async () => {
    await write('- one');
    const session = await page.context().newCDPSession(page);
    await session.send('Input.imeSetComposition', {
      text: 'にほん',
      selectionStart: 3,
      selectionEnd: 3,
    });
    await expectText('- oneにほん');
    // The Enter that confirms the candidate reaches the page as part of the composition.
    await session.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Enter',
      windowsVirtualKeyCode: 229,
    });
    await expectText('- oneにほん');
    await session.send('Input.insertText', { text: '日本' });
    await expectText('- one日本');
    await type('<Enter>');
    await expectText('- one日本\n- ');
    await session.detach();
  });

  it('is left with Escape and Tab', async () => {
    await write('text');
    await type('<Escape>', '<Tab>');
    await page.waitForFunction(() => !document.activeElement?.classList.contains('cm-content'));
    assert.equal(await shownText(), 'text');
  });

  it('speaks vim when it is asked to, and says in which mode it is', async () => {
    await write('one two');
    await command('vim', /^Vim keys/);
    await status().getByText('NORMAL').waitFor();
    await editor().click();
    await type('0', 'dw');
    await expectText('two');
    await type('i', 'new ', '<Escape>');
    await expectText('new two');
    await type('<Tab>');
    await expectText('new two');
    await type(':e Welcome', '<Enter>');
    await page.getByRole('textbox', { name: /^Text of Welcome/ }).waitFor();
    await status().getByText('NORMAL').waitFor();
    await command('vim', /^Vim keys/);
    await status().getByText('NORMAL').waitFor({ state: 'detached' });
  });

  it('leaves the lines alone that nobody touches, byte for byte', async () => {
    const text = '* one\r\n* two\t \r\n\r\n|a|b|\r\n|-|-|\r\n|1|2|\r\n\r\nlone\nfeed\r\n';
    const { document: made } = await rpc('document.create', { title: 'Old ways', text });
    await page.getByRole('option', { name: /^Old ways/ }).click();
    await editor().getByText('* two').click();
    await type('<Control+Home>', '<End>', '<Enter>', 'new', '<Control+s>');
    await page.getByText('Version saved').last().waitFor();
    const { text: saved } = await rpc('document.get', { id: made.id });
    assert.equal(saved, text.replace('* one\r\n', '* one\r\n* new\r\n'));
  });

  it('said nothing wrong on the way', () => {
    assert.deepEqual(program.problems, []);
  });
});
