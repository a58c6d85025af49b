import type { MarkdownConfig } from '@lezer/markdown';
import { tags } from '@lezer/highlight';

import { markdownTags } from './tags';

const EQUALS = 61;
const delimiter = { resolve: 'Highlight', mark: 'HighlightMark' };

/** `==marked text==`. */
export const highlightMark: MarkdownConfig = {
  defineNodes: [
    { name: 'Highlight', style: { 'Highlight/...': markdownTags.highlight } },
    { name: 'HighlightMark', style: tags.processingInstruction },
  ],
  parseInline: [
    {
      name: 'Highlight',
      parse(cx, next, pos) {
        if (next !== EQUALS || cx.char(pos + 1) !== EQUALS) return -1;
        const before = cx.slice(pos - 1, pos);
        const after = cx.slice(pos + 2, pos + 3);
        const opens = after !== '' && !/[\s=]/.test(after);
        const closes = before !== '' && !/[\s=]/.test(before);
        return cx.addDelimiter(delimiter, pos, pos + 2, opens, closes);
      },
      after: 'Emphasis',
    },
  ],
};
