import { lineAtOffset, type Anchor, type Anchors, type Point } from '~/lib/scroll-sync';

const ITEM = /^\s*(?:>\s?)*(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const FENCE = /^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(`{3,}|~{3,})/;

/** The lines, counted from 0, on which the items of a list begin. */
export function itemLines(source: readonly string[]): number[] {
  const found: number[] = [];
  let fence: string | null = null;
  source.forEach((line, index) => {
    if (fence === null && ITEM.test(line)) found.push(index);
    const mark = FENCE.exec(line)?.[1];
    if (mark === undefined) return;
    if (fence === null) fence = mark;
    else if (mark.startsWith(fence)) fence = null;
  });
  return found;
}

/** The lines of a table's rows: its second line only says how the columns are aligned. */
function rowLines(rows: number): number[] {
  return Array.from({ length: rows }, (_, row) => (row === 0 ? 0 : row + 1));
}

/** The places in a paragraph where its second and later source lines begin. */
function lineStarts(paragraph: Element): Range[] {
  const starts: Range[] = [];
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue ?? '';
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, Math.min(at + 2, text.length));
      starts.push(range);
    }
  }
  return starts;
}

const topOf = (box: Element | Range) => box.getBoundingClientRect().top;

/** Where the lines of a code block are: all of one height, between its fences if it has any. */
function codePoints(code: Element, line: number, lineEnd: number): Point[] {
  const { top, bottom } = code.getBoundingClientRect();
  const fenced = (code.textContent.match(/\n/g)?.length ?? 0) === lineEnd - line - 1;
  if (!fenced) return [];
  return [
    { line: line + 1, y: top },
    { line: lineEnd, y: bottom },
  ];
}

/**
 * The blocks of the preview as anchors. A block is measured when it is asked for, since pictures and
 * fonts arrive late, and there may be ten thousand of them.
 */
export class PreviewLines implements Anchors {
  readonly #scroller: HTMLElement;
  readonly #source: () => readonly string[];
  // A live list: looking up a block by its number costs nothing.
  readonly #blocks: HTMLCollectionOf<Element>;
  /** The lines of a block's parts, from its first. A block whose text changes is another element. */
  readonly #lines = new WeakMap<Element, readonly number[]>();

  /** `source` gives the lines of the text as it was rendered. */
  constructor(scroller: HTMLElement, source: () => readonly string[]) {
    this.#scroller = scroller;
    this.#source = source;
    this.#blocks = scroller.getElementsByClassName('block');
  }

  get length(): number {
    const { length } = this.#blocks;
    // Footnotes are shown last, wherever their lines are.
    const last = this.#blocks[length - 1]?.querySelector(':scope > section.footnotes');
    return last ? length - 1 : length;
  }

  /** The height, from the top of all that is scrolled, of what is at a height of the screen. */
  heightOf(y: number): number {
    return y - this.#scroller.getBoundingClientRect().top + this.#scroller.scrollTop;
  }

  at(index: number): Anchor | undefined {
    const block = this.#blocks[index];
    if (!(block instanceof HTMLElement)) return undefined;
    const line = Number(block.dataset['lineFrom']);
    const lineEnd = Number(block.dataset['lineTo']);
    const shift = this.heightOf(0);
    const { top, bottom } = block.getBoundingClientRect();
    const anchor = { line, lineEnd, top: top + shift, bottom: bottom + shift };
    if (lineEnd === line) return anchor;
    const measure = (): readonly Point[] =>
      this.#inside(block, line, lineEnd).map((point) => ({
        line: point.line,
        y: point.y + shift,
      }));
    let points: readonly Point[] | undefined;
    return {
      ...anchor,
      // The way to a block measures others, of which no more is wanted than where they begin.
      get points() {
        points ??= measure();
        return points;
      },
    };
  }

  #inside(block: HTMLElement, line: number, lineEnd: number): Point[] {
    const first = block.querySelector(':scope > *, :scope > .code > pre, :scope > .table > table');
    const content = first?.matches('.code, .table') ? first.firstElementChild : first;
    switch (content?.tagName) {
      case 'UL':
      case 'OL':
        return this.#pointsOf(block, line, [...content.querySelectorAll('li')], () =>
          itemLines(this.#source().slice(line - 1, lineEnd)),
        );
      case 'TABLE':
        return this.#pointsOf(block, line, [...content.querySelectorAll('tr')], rowLines);
      case 'P':
        return this.#pointsOf(block, line, [content, ...lineStarts(content)], (count) =>
          Array.from({ length: count }, (_, at) => at),
        );
      case 'PRE':
        return content.firstElementChild
          ? codePoints(content.firstElementChild, line, lineEnd)
          : [];
      case undefined:
      default:
        return [];
    }
  }

  /** Pairs the parts of a block with their lines, if it has as many of the one as of the other. */
  #pointsOf(
    block: Element,
    line: number,
    boxes: readonly (Element | Range)[],
    linesOf: (count: number) => readonly number[],
  ): Point[] {
    let lines = this.#lines.get(block);
    if (!lines) {
      lines = linesOf(boxes.length);
      this.#lines.set(block, lines);
    }
    if (lines.length !== boxes.length) return [];
    return boxes.map((box, at) => ({ line: line + (lines[at] ?? 0), y: topOf(box) }));
  }
}

/** The source line of a place in the preview that was double-clicked, which selected a word there. */
export function sourceLineAt(lines: PreviewLines, target: Element, y: number): number {
  const paragraph = target.closest<HTMLElement>('.block > p');
  const selection = getSelection();
  if (paragraph && selection?.anchorNode && paragraph.contains(selection.anchorNode)) {
    // Lines that flow into one another are told apart by their ends, which are kept as written.
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(selection.anchorNode, selection.anchorOffset);
    const first = paragraph.closest<HTMLElement>('.block')?.dataset['lineFrom'];
    return Number(first) + (before.toString().match(/\n/g)?.length ?? 0);
  }
  return Math.max(1, Math.floor(lineAtOffset(lines, lines.heightOf(y)) + 1e-3));
}
