import { padCell, widthsOf } from './align';
import { escapeCell, writeAlignment } from './row';

/** A table of these cells; the first row is its head. */
export function makeTable(rows: readonly (readonly string[])[], lineBreak: string): string {
  const columns = Math.max(1, ...rows.map((cells) => cells.length));
  const filled = rows.map((cells) =>
    Array.from({ length: columns }, (_, column) => escapeCell(cells[column] ?? '')),
  );
  const widths = widthsOf(filled, columns);
  const write = (cells: readonly string[]) =>
    `|${cells.map((cell, column) => padCell(cell, widths[column] ?? 0, 'none')).join('|')}|`;
  const [head = [], ...body] = filled;
  const dashes = `|${widths.map((width) => ` ${writeAlignment('none', width)} `).join('|')}|`;
  return [write(head), dashes, ...body.map(write)].join(lineBreak);
}

/**
 * Reads what a spreadsheet puts on the clipboard: cells parted by tabs, and quoted where they hold
 * a tab or a line break. `null` where the text is no such thing.
 */
export function parseTabbed(text: string): string[][] | null {
  if (!text.includes('\t')) return null;
  const rows: string[][] = [[]];
  let cell = '';
  const input = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  const endCell = () => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  for (let at = 0; at < input.length; at++) {
    const sign = input.charAt(at);
    const quoted =
      sign === '"' && cell === '' ? /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(input.slice(at)) : null;
    if (quoted) {
      cell = (quoted[1] ?? '').replaceAll('""', '"');
      at += quoted[0].length - 1;
    } else if (sign === '\t') endCell();
    else if (sign === '\n') {
      endCell();
      rows.push([]);
    } else cell += sign;
  }
  endCell();
  const columns = rows[0]?.length ?? 0;
  // Code that is indented with tabs has them in other numbers on each line.
  const isTable = columns > 1 && rows.every((row) => row.length === columns);
  const isIndented = rows.every(([first]) => first === '');
  return isTable && !isIndented ? rows : null;
}
