// The same source line at the top of both panes, over a long document of all that makes panes differ.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';

import { startProgram } from './program.mjs';

const LINES = 2_000;
const TOLERANCE = 2;

function crc(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** A grey picture as a PNG file. */
function picture(width, height) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(body.length + 8);
    frame.writeUInt32BE(data.length, 0);
    body.copy(frame, 4);
    frame.writeUInt32BE(crc(body), body.length + 4);
    return frame;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const rows = Buffer.alloc((width + 1) * height, 0x99);
  for (let row = 0; row < height; row++) rows[row * (width + 1)] = 0;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A document in which each line that shows text says which line it is, as `L0001`. */
function longDocument() {
  const lines = [];
  const mark = () => `L${String(lines.length + 1).padStart(4, '0')}`;
  const put = (text) => lines.push(text.replaceAll('@', mark()));
  const words = (count) => 'pears and quinces '.repeat(count).trim();
  for (let part = 0; lines.length < LINES; part++) {
    put(`## @ Part ${part}`);
    put('');
    put(`@ ${words(24)}`);
    put('');
    for (let i = 0; i < 5; i++) put(`@ ${words(3)}`);
    put('');
    for (let i = 0; i < 16; i++) {
      const indent = i % 4 === 3 ? '  ' : '';
      put(`${indent}- @ ${words(i % 5 === 0 ? 20 : 1)}`);
    }
    put('');
    put(`![picture](${part % 2 === 0 ? 'tall' : 'flat'}.png)`);
    put('');
    put('| @ | Text |');
    put('| --- | --- |');
    for (let i = 0; i < 12; i++) put(`| @ | ${words(i % 3 === 0 ? 12 : 1)} |`);
    put('');
    put('```js');
    for (let i = 0; i < 20; i++) put(`const line = '@'; // ${i}`);
    put('```');
    put('');
    for (let i = 0; i < 4; i++) put(`> @ ${words(4)}`);
    put('');
  }
  return lines.join('\n');
}

/**
 * Run in the page: between which lines the top edge of what scrolls lies, since some lines show no
 * text that could tell, and how far it can go on.
 */
function look([selector, content]) {
  const scroller = document.querySelector(selector);
  // Rows of tables and blocks of code have some room above their text.
  const edge = scroller.getBoundingClientRect().top + 14;
  const walker = document.createTreeWalker(scroller.querySelector(content), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let first = 1;
  let last = Infinity;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const match of node.nodeValue.matchAll(/L(\d{4})/g)) {
      range.setStart(node, match.index);
      range.setEnd(node, match.index + 5);
      const line = Number(match[1]);
      if (range.getBoundingClientRect().top <= edge) first = Math.max(first, line);
      else last = Math.min(last, line - 1);
    }
  }
  const left = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  return { first, last, top: scroller.scrollTop, left };
}

const EDITOR = ['.cm-scroller', '.cm-content'];
const PREVIEW = ['[role=document].scroller', '.prose'];

describe('scrolling two panes as one', () => {
  let program;
  let page;

  before(async () => {
    program = await startProgram({
      files: {
        'long.md': longDocument(),
        'tall.png': picture(300, 700),
        'flat.png': picture(600, 90),
      },
    });
    page = await program.open();
    await page.getByRole('option', { name: /^long/ }).click();
    await page.getByRole('document', { name: 'Preview' }).getByText('L0003').waitFor();
  });
  after(() => program.stop());

  /** Waits until neither pane has moved for some frames, and tells each way that they went. */
  const settled = () =>
    page.evaluate(
      async (selectors) => {
        const panes = selectors.map((selector) => document.querySelector(selector));
        const path = [panes.map((pane) => pane.scrollTop)];
        for (let still = 0; still < 12;) {
          await new Promise(requestAnimationFrame);
          const now = panes.map((pane) => pane.scrollTop);
          const moved = now.some((top, i) => Math.abs(top - path.at(-1)[i]) > 0.5);
          still = moved ? 0 : still + 1;
          if (moved) path.push(now);
        }
        return path;
      },
      [EDITOR[0], PREVIEW[0]],
    );

  const lookAt = (pane) => page.evaluate(look, pane);

  /** Turns the wheel over a pane until either is at its end; gives the worst difference in lines. */
  async function travel(leader, follower, step) {
    await page.locator(leader[0]).hover({ position: { x: 200, y: 300 } });
    const own = leader === EDITOR ? 0 : 1;
    const apart = [];
    for (let turns = 0; turns < 400; turns++) {
      await page.mouse.wheel(0, step);
      const path = await settled();
      for (let i = 1; i < path.length; i++) {
        const back = (path[i][own] - path[i - 1][own]) * Math.sign(step);
        assert.ok(back >= -1, `the pane that leads went back by ${-back}`);
      }
      const [one, other] = [await lookAt(leader), await lookAt(follower)];
      const rest = step > 0 ? Math.min(one.left, other.left) : Math.min(one.top, other.top);
      if (rest < 2) return { apart, turns };
      const distance = Math.max(one.first, other.first) - Math.min(one.last, other.last);
      apart.push({ apart: distance, leader: one, follower: other });
    }
    throw new Error('the end was never reached');
  }

  async function holds(leader, follower, step) {
    const { apart } = await travel(leader, follower, step);
    assert.ok(apart.length > 15, `only ${apart.length} places were compared`);
    const wrong = apart.filter((place) => place.apart > TOLERANCE);
    assert.deepEqual(wrong, []);
  }

  it('leads the preview down from the editor', () => holds(EDITOR, PREVIEW, 2_600));
  it('leads the editor up from the preview', () => holds(PREVIEW, EDITOR, -5_200));
  it('leads the editor down from the preview', () => holds(PREVIEW, EDITOR, 5_300));
  it('leads the preview up from the editor', () => holds(EDITOR, PREVIEW, -2_700));

  it('counts the lines of code that is folded away', async () => {
    const fence = page.locator('.cm-line').filter({ hasText: '```js' }).first();
    while ((await fence.count()) === 0) {
      await page.mouse.wheel(0, 300);
      await settled();
    }
    await fence.click();
    await page.keyboard.press('Control+Shift+BracketLeft');
    await page.locator('.cm-foldPlaceholder').waitFor();
    await holds(EDITOR, PREVIEW, 2_500);
  });

  it('said nothing wrong on the way', () => assert.deepEqual(program.problems, []));
});
