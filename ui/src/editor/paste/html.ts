import Turndown from 'turndown';

import { makeTable } from '~/editor/table/make';

const DROPPED =
  'script, style, noscript, template, iframe, object, embed, svg, meta, link, title, head';
const ADDRESS = /^(?:https?:|mailto:|tel:|#|\/|\.|[^:]*$)/i;

function isElement(node: Turndown.Node): node is HTMLElement {
  return node.nodeType === 1;
}

/** Takes away what runs, what cannot be shown, and addresses that are not ones to go to. */
function clean(body: HTMLElement): void {
  for (const element of body.querySelectorAll(DROPPED)) element.remove();
  for (const link of body.querySelectorAll('a')) {
    const address = (link.getAttribute('href') ?? '').replace(/[\s\p{Cc}]/gu, '');
    if (!ADDRESS.test(address)) link.removeAttribute('href');
  }
  for (const image of body.querySelectorAll('img')) {
    const source = image.getAttribute('src') ?? '';
    if (!/^https?:/i.test(source)) image.replaceWith(image.getAttribute('alt') ?? '');
  }
  // Word processors say with a style what others say with an element, or take it back with one.
  for (const element of body.querySelectorAll<HTMLElement>('b, strong, i, em')) {
    const { fontWeight, fontStyle } = element.style;
    const undone = /^(?:b|strong)$/i.test(element.tagName)
      ? fontWeight === 'normal' || fontWeight === '400'
      : fontStyle === 'normal';
    if (undone) element.replaceWith(...element.childNodes);
  }
}

/** Cells by row and column, those that span more than one followed by empty ones. */
function matrix(table: HTMLTableElement, write: (cell: HTMLElement) => string): string[][] {
  const rows: string[][] = [...table.rows].map(() => []);
  for (const [y, row] of [...table.rows].entries()) {
    let x = 0;
    for (const cell of row.cells) {
      while (rows[y]?.[x] !== undefined) x += 1;
      const text = write(cell);
      for (let down = 0; down < Math.max(1, Math.min(cell.rowSpan, rows.length - y)); down++) {
        for (let right = 0; right < Math.max(1, Math.min(cell.colSpan, 100)); right++) {
          const target = rows[y + down];
          if (target) target[x + right] = down === 0 && right === 0 ? text : '';
        }
      }
    }
  }
  return rows.map((row) => Array.from(row, (cell: string | undefined) => cell ?? ''));
}

function converter(): Turndown {
  const service = new Turndown({
    headingStyle: 'atx',
    hr: '---',
    bulletListMarker: '-',
    codeBlockStyle: 'fenced',
    emDelimiter: '*',
  });
  const escape = service.escape.bind(service);
  // Text that looks like a tag is text.
  service.escape = (text) => escape(text).replace(/<(?=[A-Za-z/!?])/g, '\\<');
  service.addRule('strikethrough', {
    filter: ['s', 'del'],
    replacement: (content) => (content.trim() === '' ? content : `~~${content}~~`),
  });
  service.addRule('task', {
    filter: (node) =>
      node.nodeName === 'INPUT' && node.getAttribute('type') === 'checkbox' && !!node.closest('li'),
    replacement: (_, node) => (isElement(node) && node.hasAttribute('checked') ? '[x] ' : '[ ] '),
  });
  // Lists are written as the editor writes them: one space after the marker.
  service.addRule('item', {
    filter: 'li',
    replacement: (content, node) => {
      const parent = node.parentElement;
      const ordered = parent?.nodeName === 'OL';
      const first = Number(parent?.getAttribute('start') ?? '1');
      const place = parent ? [...parent.children].indexOf(isElement(node) ? node : parent) : 0;
      const marker = ordered ? `${first + place}. ` : '- ';
      const inside = content
        .replace(/^\s+|\s+$/g, '')
        .replace(/\n(?=.)/g, `\n${' '.repeat(marker.length)}`);
      return `${marker}${inside}${node.nextSibling ? '\n' : ''}`;
    },
  });
  service.addRule('table', {
    filter: 'table',
    replacement: (content, node) => {
      if (!(node instanceof HTMLTableElement)) return content;
      const rows = matrix(node, (cell) => service.turndown(cell.innerHTML));
      // A table of one cell is there for the layout of a page.
      if (rows.length < 2 && (rows[0]?.length ?? 0) < 2) return `\n\n${content}\n\n`;
      return `\n\n${makeTable(rows, '\n')}\n\n`;
    },
  });
  return service;
}

/** Markdown of a page or a part of one. Nothing in it runs, and nothing is fetched. */
export function htmlToMarkdown(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  clean(body);
  return converter().turndown(body).trim();
}
