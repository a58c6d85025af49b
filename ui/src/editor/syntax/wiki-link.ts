import type { MarkdownConfig } from '@lezer/markdown';
import { tags } from '@lezer/highlight';

import { markdownTags } from './tags';

const OPEN = 91; // [
const CLOSE = 93; // ]
const NEWLINE = 10;
const MARK = 2;

/** `[[Title]]`, `[[Title#Heading]]`, `[[Title|shown]]`. */
export const wikiLink: MarkdownConfig = {
  defineNodes: [
    { name: 'WikiLink', style: { 'WikiLink/...': markdownTags.wikiLink } },
    { name: 'WikiLinkMark', style: tags.processingInstruction },
  ],
  parseInline: [
    {
      name: 'WikiLink',
      before: 'Link',
      parse(cx, next, pos) {
        if (next !== OPEN || cx.char(pos + 1) !== OPEN) return -1;
        for (let at = pos + MARK; at < cx.end; at++) {
          const char = cx.char(at);
          if (char === NEWLINE || char === OPEN) return -1;
          if (char !== CLOSE) continue;
          if (cx.char(at + 1) !== CLOSE || at === pos + MARK) return -1;
          const end = at + MARK;
          return cx.addElement(
            cx.elt('WikiLink', pos, end, [
              cx.elt('WikiLinkMark', pos, pos + MARK),
              cx.elt('WikiLinkMark', at, end),
            ]),
          );
        }
        return -1;
      },
    },
  ],
};
