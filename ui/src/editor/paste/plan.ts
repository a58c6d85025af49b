import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';

import { parseTabbed } from '~/editor/table/make';
import { spotAt } from '~/editor/table/table';

/** What the clipboard offers, or what was dropped. */
export interface Flavours {
  readonly text: string;
  readonly html: string;
  readonly files: readonly File[];
}

/** What becomes of it. */
export type Plan =
  | { readonly kind: 'none' }
  | { readonly kind: 'plain' }
  | { readonly kind: 'cell' }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'html' }
  | { readonly kind: 'files' };

const CODE = new Set(['FencedCode', 'CodeBlock', 'InlineCode', 'CodeText', 'FrontMatter']);
/** What makes a page more than its text; a `<span>` or a `<div>` alone does not. */
const STRUCTURE =
  /<(?:table|h[1-6]|ul|ol|blockquote|pre|a\s[^>]*href|strong|em|b|i|s|del|code|img|hr)[\s>/]/i;
/** What a table of a page has that its cells, as tabbed text, have not. */
const RICH = /<(?:th|h[1-6]|ul|ol|a\s[^>]*href|strong|em|b|i|code|img)[\s>/]/i;
/** Editors put their highlighting on the clipboard; the text beside it is what is meant. */
const FROM_EDITOR = /<(?:div|pre)[^>]*(?:white-space:\s*pre|monospace)/i;

export function isInCode(state: EditorState, pos: number): boolean {
  for (let node = syntaxTree(state).resolveInner(pos, -1); node.parent; node = node.parent) {
    if (CODE.has(node.name)) return true;
  }
  return false;
}

/** Text stays text; in a cell of a table it is kept from breaking the row. */
export function planPlain(state: EditorState, text: string): Plan {
  const { from } = state.selection.main;
  const breaksRow = /[\n\r\t|]/.test(text.trim()) && spotAt(state, from) !== null;
  return { kind: breaksRow && !isInCode(state, from) ? 'cell' : 'plain' };
}

/**
 * Decides by what is offered and where the caret is. Inside code everything is text. A picture is
 * taken only where there is no text beside it: cells of a spreadsheet come with a picture of
 * themselves.
 */
export function planPaste(state: EditorState, { text, html, files }: Flavours): Plan {
  const { from, to } = state.selection.main;
  if (text === '' && html === '') return files.length > 0 ? { kind: 'files' } : { kind: 'none' };
  const plain = planPlain(state, text);
  if (plain.kind === 'cell' || isInCode(state, from) || spotAt(state, from)) return plain;
  const rows = RICH.test(html) ? null : parseTabbed(text);
  if (rows) return { kind: 'table', rows };
  // A selection that gets an address becomes a link, whatever else the browser offers with it.
  const isAddress = from !== to && /^\s*(?:https?|mailto):\S+\s*$/i.test(text);
  if (!isAddress && STRUCTURE.test(html) && !FROM_EDITOR.test(html)) return { kind: 'html' };
  return { kind: 'plain' };
}
