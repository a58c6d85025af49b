import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import type { Tree } from '@lezer/common';

import { markdownSupport } from './language';

/** How long a text may take to be read; a large one is read no further than that. */
const PARSE_MS = 2_000;
/** Where a title is not prose: a link would be shown as it is written, or break one that is there. */
const CLOSED =
  /^(?:WikiLink|Link|LinkReference|Image|URL|Autolink|InlineCode|FencedCode|CodeBlock|FrontMatter|HTMLBlock|HTMLTag|Comment|CommentBlock)$/;
/** Scripts that write no blanks between words: a title may begin anywhere in them. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const LETTER = /[\p{L}\p{N}]/u;

/** Says whether a word ends between two signs. */
function parted(a: string | undefined, b: string | undefined): boolean {
  if (!a || !b || UNSPACED.test(a) || UNSPACED.test(b)) return true;
  return !LETTER.test(a) || !LETTER.test(b);
}

function isClosed(tree: Tree, from: number): { readonly closed: boolean; readonly table: boolean } {
  let table = false;
  for (let node = tree.resolveInner(from, 1); node.parent; node = node.parent) {
    if (CLOSED.test(node.name)) return { closed: true, table };
    table ||= node.name === 'Table';
  }
  return { closed: false, table };
}

function written(title: string, shown: string, inTable: boolean): string {
  if (/[[\]|#\n]/.test(title)) {
    return `[${shown.replace(/[[\]]/g, '\\$&')}](${encodeURIComponent(title)})`;
  }
  if (shown === title) return `[[${title}]]`;
  return `[[${title}${inTable ? '\\|' : '|'}${shown}]]`;
}

/**
 * Makes a link of the first place, from a line on, where a text names a title in its prose. `null`
 * where it does not.
 */
export function linkMention(text: string, line: number, title: string): string | null {
  const doc = text.replace(/\r\n?/g, '\n');
  const state = EditorState.create({ doc, extensions: markdownSupport() });
  const tree = ensureSyntaxTree(state, state.doc.length, PARSE_MS);
  if (!tree) return null;
  const start = state.doc.line(Math.min(Math.max(1, line), state.doc.lines)).from;
  const pattern = title.trim().split(/\s+/).map(escaped).join('\\s+');
  for (const { 0: shown, index } of doc.slice(start).matchAll(new RegExp(pattern, 'giu'))) {
    const from = start + index;
    const to = from + shown.length;
    const whole = parted(doc.slice(0, from).at(-1), shown[0]) && parted(shown.at(-1), doc[to]);
    const { closed, table } = isClosed(tree, from);
    if (!whole || closed || shown.includes('\n')) continue;
    return spliced(text, from, to, written(title, shown, table));
  }
  return null;
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** Puts a link where the text with `\n` alone has a place; the line breaks stay as they are. */
function spliced(text: string, from: number, to: number, link: string): string {
  const place = (at: number) => {
    let found = 0;
    for (let left = at; left > 0; left--) found += text.startsWith('\r\n', found) ? 2 : 1;
    return found;
  };
  return text.slice(0, place(from)) + link + text.slice(place(to));
}
