/** A row of a table as it is written; joining its parts again gives the line, byte for byte. */
export interface Row {
  /** Quote marks and indentation. */
  readonly prefix: string;
  readonly opened: boolean;
  readonly closed: boolean;
  /** The cells with the blanks around them. */
  readonly cells: readonly string[];
  /** What stands after the last bar. */
  readonly suffix: string;
}

/** What a backslash takes the meaning of; before anything else it stands for itself. */
const ESCAPABLE = /[!-/:-@[-`{-~]/;

/** The bars of a row that part cells: neither escaped nor inside what is. */
function bars(text: string): number[] {
  const found: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text.charAt(at) === '\\' && ESCAPABLE.test(text.charAt(at + 1))) at++;
    else if (text.charAt(at) === '|') found.push(at);
  }
  return found;
}

export function parseRow(line: string, prefixLength: number): Row {
  const prefix = line.slice(0, prefixLength);
  const rest = line.slice(prefixLength);
  const at = bars(rest);
  const opened = at[0] !== undefined && rest.slice(0, at[0]).trim() === '';
  const end = at.at(-1);
  const closed =
    end !== undefined && rest.slice(end + 1).trim() === '' && (!opened || at.length > 1);
  const inner = at.slice(opened ? 1 : 0, closed ? -1 : undefined);
  const start = opened ? (at[0] ?? 0) + 1 : 0;
  const stop = closed ? end : rest.length;
  const edges = [start - 1, ...inner, stop];
  const cells = edges.slice(1).map((edge, index) => rest.slice((edges[index] ?? 0) + 1, edge));
  return {
    prefix: opened ? prefix + rest.slice(0, at[0]) : prefix,
    opened,
    closed,
    cells,
    suffix: closed ? rest.slice(end + 1) : '',
  };
}

export function writeRow({ prefix, opened, closed, cells, suffix }: Row): string {
  return `${prefix}${opened ? '|' : ''}${cells.join('|')}${closed ? '|' : ''}${suffix}`;
}

/** Text as it can stand in a cell: a bar is escaped, and a line break is a `<br>`. */
export function escapeCell(text: string): string {
  const oneLine = text
    .trim()
    .replace(/\s*(?:\r\n?|\n)\s*/g, '<br>')
    .replaceAll('\t', ' ');
  const at = new Set(bars(oneLine));
  return [...oneLine.matchAll(/[^]/g)]
    .map(({ 0: sign, index }) => (at.has(index) ? '\\|' : sign))
    .join('');
}

export type Alignment = 'none' | 'left' | 'center' | 'right';

export function readAlignment(cell: string): Alignment {
  const text = cell.trim();
  if (text.startsWith(':')) return text.endsWith(':') && text.length > 1 ? 'center' : 'left';
  return text.endsWith(':') ? 'right' : 'none';
}

/** The cell of the delimiter row, `width` characters wide. */
export function writeAlignment(alignment: Alignment, width: number): string {
  const start = alignment === 'left' || alignment === 'center' ? ':' : '';
  const end = alignment === 'right' || alignment === 'center' ? ':' : '';
  const dashes = Math.max(1, Math.max(3, width) - start.length - end.length);
  return `${start}${'-'.repeat(dashes)}${end}`;
}
